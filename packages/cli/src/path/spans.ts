import type { DecisionPath, SpanCall } from "@probity/clickhouse";

import { formatDuration } from "../language/format.ts";
import { printable } from "../terminal/printable.ts";
import type { TreeNode } from "../terminal/tree.ts";
import { joined, type Section, type View } from "./view.ts";

/** Calls that were seen as client spans and that no rule maps to a source, marked, with what helps. */
export function unmappedSections({ unmapped }: DecisionPath, view: View): Section[] {
  if (unmapped.length === 0) return [];
  const { texts } = view;
  const says = joined(unmappedCount(unmapped, view), texts.unmappedHelp);
  return [{ label: texts.unmapped, says, children: spanNodes(unmapped, view) }];
}

/** The same where there is no room for a section. */
export function unmappedNodes(unmapped: readonly SpanCall[], view: View): TreeNode[] {
  if (unmapped.length === 0) return [];
  return [{ text: unmappedCount(unmapped, view), children: spanNodes(unmapped, view) }];
}

/** How many they are. Those that were too many to be told apart may be mapped, some of them. */
export function unmappedCount(unmapped: readonly SpanCall[], { texts, style }: View): string {
  const told = unmapped.filter((span) => !isRest(span)).reduce((sum, { count }) => sum + count, 0);
  return style.notable(told === 0 ? texts.notToldApart : texts.unmappedCalls(told));
}

function spanNodes(unmapped: readonly SpanCall[], view: View): TreeNode[] {
  return unmapped.map((span) => spanNode(span, view, { withFields: true }));
}

/** What was called: the operation and what it was about, where, and when. */
export function spanNode(
  span: SpanCall,
  view: View,
  { withFields = false }: { readonly withFields?: boolean } = {},
): TreeNode {
  const { texts, style } = view;
  const { operation, target, fields, at_us, took_us, count, failed } = span;
  if (isRest(span)) return { text: style.notable(texts.callsLeft(count)) };
  const took = took_us === 0 ? undefined : formatDuration(took_us);
  return {
    text: joined(
      [operation, target]
        .filter((part) => part !== "")
        .map(printable)
        .join(" "),
      placeOf(span),
      withFields && fields.length > 0 && texts.fields(fields.map(printable).join(", ")),
      texts.seen(`+${formatDuration(at_us)}`, took, count),
      failed > 0 && style.notable(texts.failed(failed)),
    ),
  };
}

/** Where it was: `postgresql db.internal/shop`. */
function placeOf({ system, host, database }: SpanCall): string {
  const place = [host, database].filter((part) => part !== "").join("/");
  return [system, place]
    .filter((part) => part !== "")
    .map(printable)
    .join(" ");
}

/** True of the calls of a decision that were too many to be told apart. */
function isRest({ system, operation, target }: SpanCall): boolean {
  return system === "*" && operation === "*" && target === "*";
}
