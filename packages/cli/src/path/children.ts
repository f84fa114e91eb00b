import type { ChildPath, WholePath } from "@probity/clickhouse";

import { printable } from "../terminal/printable.ts";
import type { TreeNode } from "../terminal/tree.ts";
import { claimOf, clockNodes } from "./claim.ts";
import { sourceNodes } from "./data.ts";
import { remoteNodes } from "./remote.ts";
import { unmappedCount, unmappedNodes } from "./spans.ts";
import { joined, type Section, type View } from "./view.ts";

/**
 * What was decided inside the decision, as deep as it goes: a line each where it was in the same process, as their own
 * paths tell the rest; with the data where it was in another service, as that is a part of this path.
 */
export function childrenSections({ children, decision, isComplete }: WholePath, view: View): Section[] {
  if (children.length === 0) return [];
  const { texts, style } = view;
  const count = texts.childCount(decisionsIn(children), isComplete);
  return [
    {
      label: texts.children,
      says: isComplete ? count : style.notable(count),
      children: children.map((child) => childNode(child, decision.trace_id, view)),
    },
  ];
}

function childNode(child: ChildPath, parentTrace: string, view: View): TreeNode {
  const { texts, words, style } = view;
  const { decision, findings, sources, unmapped, claim, children } = child;
  const features = sources.reduce((sum, source) => sum + source.features.length, 0);
  return {
    text: joined(
      style.strong(printable(`${decision.algorithm}@${decision.version}`)),
      decision.id,
      claim && style.strong(printable(decision.service)),
      claim && claimOf(claim, decision.took_us, parentTrace, view),
      features > 0 && texts.dataRead(sources.length, features),
      !claim && unmapped.length > 0 && unmappedCount(unmapped, view),
      findings.length > 0 && style.notable(texts.childFindings(findings.length)),
      words.outcomes[decision.outcome],
      texts.items(decision.items.length),
    ),
    children: [
      ...(claim ? clockNodes(claim, view) : []),
      ...(claim ? sourceNodes(sources, view, findings) : []),
      ...(claim ? unmappedNodes(unmapped, view) : []),
      ...remoteNodes(child, view),
      ...children.map((each) => childNode(each, decision.trace_id, view)),
    ],
  };
}

function decisionsIn(children: readonly ChildPath[]): number {
  return children.reduce((sum, child) => sum + 1 + decisionsIn(child.children), 0);
}
