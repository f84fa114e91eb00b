import type { DecisionPath, WholePath } from "@probity/clickhouse";

import { printable } from "../terminal/printable.ts";
import type { TreeNode } from "../terminal/tree.ts";
import { joined, type Section, type View } from "./view.ts";

/** What was decided inside the decision: a line each, as deep as it goes. Their own paths tell the rest. */
export function childrenSections({ children, isComplete }: WholePath, view: View): Section[] {
  if (children.length === 0) return [];
  const { texts, style } = view;
  const count = texts.childCount(countOf(children), isComplete);
  return [
    {
      label: texts.children,
      says: isComplete ? count : style.notable(count),
      children: children.map((child) => childNode(child, view)),
    },
  ];
}

function childNode({ decision, findings, sources, children }: DecisionPath, view: View): TreeNode {
  const { texts, words, style } = view;
  const features = sources.reduce((sum, source) => sum + source.features.length, 0);
  return {
    text: joined(
      style.strong(printable(`${decision.algorithm}@${decision.version}`)),
      decision.id,
      features > 0 && texts.dataRead(sources.length, features),
      findings.length > 0 && style.notable(texts.childFindings(findings.length)),
      words.outcomes[decision.outcome],
      texts.items(decision.items.length),
    ),
    children: children.map((child) => childNode(child, view)),
  };
}

function countOf(children: readonly DecisionPath[]): number {
  return children.reduce((sum, child) => sum + 1 + countOf(child.children), 0);
}
