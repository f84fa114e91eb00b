import type { DecisionPath, RemoteCallPath, WholePath } from "@probity/clickhouse";

import { printable } from "../terminal/printable.ts";
import type { TreeNode } from "../terminal/tree.ts";
import { claimOf, clockNodes } from "./claim.ts";
import { sourceNodes } from "./data.ts";
import { unmappedNodes } from "./spans.ts";
import { joined, type Section, type View } from "./view.ts";

/** What other services did for the decision, in the order of time by their own clocks. */
export function remoteSections(path: WholePath, view: View): Section[] {
  const { remoteCalls, isComplete } = path;
  if (remoteCalls.length === 0) return [];
  const { texts, style } = view;
  const services = new Set(remoteCalls.map(({ call }) => call.service)).size;
  const count = texts.remoteCount(remoteCalls.length, services, isComplete);
  return [
    {
      label: texts.remote,
      says: isComplete ? count : style.notable(count),
      children: remoteNodes(path, view),
    },
  ];
}

/** The same for a decision that has no section of its own. */
export function remoteNodes({ remoteCalls, decision }: DecisionPath, view: View): TreeNode[] {
  return remoteCalls.map((remote) => remoteNode(remote, decision.trace_id, view));
}

function remoteNode(remote: RemoteCallPath, decisionTrace: string, view: View): TreeNode {
  const { texts, words, style } = view;
  const { call, claim, sources, unmapped, isCatalogKnown } = remote;
  const { service, protocol, route, hop, outcome, status, input_faults: faults } = call;
  const ended = outcome === "delivered" ? texts.answered : words.outcomes[outcome];
  return {
    text: joined(
      style.strong(printable(service)),
      [words.protocols[protocol], printable(route)].filter((part) => part !== "").join(" "),
      texts.hop(hop),
      claimOf(claim, call.took_us, decisionTrace, view),
      status === 0 ? ended : `${ended} ${status}`,
      !isCatalogKnown && style.notable(texts.catalogUnknown),
    ),
    children: [
      ...clockNodes(claim, view),
      ...(sources.length + unmapped.length === 0 ? [{ text: style.faint(texts.remoteReadNothing) }] : []),
      ...sourceNodes(sources, view),
      ...unmappedNodes(unmapped, view),
      ...(faults.length === 0
        ? []
        : [{ text: `${texts.badInput}: ${style.notable(faults.map(printable).join(", "))}` }]),
    ],
  };
}
