import type { DecisionPath, PathFeature, PathSource, SourceCall } from "@probity/clickhouse";
import { taxonomy } from "@probity/rules";

import { formatDuration } from "../language/format.ts";
import { printable } from "../terminal/printable.ts";
import type { TreeNode } from "../terminal/tree.ts";
import { spanNode } from "./spans.ts";
import { alignedNodes, joined, type Section, type View } from "./view.ts";

/** What was read of whom: sources in the order of their first call, with the features that they gave. */
export function dataSection(path: DecisionPath, view: View): Section {
  const { sources, unmapped, decision, findings, isCatalogKnown } = path;
  const nothing = view.texts[unmapped.length === 0 ? "nothingRead" : "nothingKnown"];
  const { texts, style } = view;
  const features = sources.reduce((sum, source) => sum + source.features.length, 0);
  return {
    label: texts.data,
    says: joined(
      sources.length === 0 ? nothing : texts.dataRead(sources.length, features),
      decision.personalised && texts.personalised,
      decision.tags_used > 0 && texts.tagsUsed(decision.tags_used),
      !isCatalogKnown && style.notable(texts.catalogUnknown),
    ),
    children: sourceNodes(sources, view, findings),
  };
}

/** Sources, with how they were called and the features that they gave, marked with the rules that hit these. */
export function sourceNodes(
  sources: readonly PathSource[],
  view: View,
  findings: DecisionPath["findings"] = [],
): TreeNode[] {
  const hits = rulesByFeature(findings);
  return sources.map((source) => sourceNode(source, hits, view));
}

function rulesByFeature(findings: DecisionPath["findings"]): ReadonlyMap<string, readonly string[]> {
  const rules: Map<string, string[]> = new Map();
  for (const { rule, features } of findings) {
    for (const feature of features) rules.set(feature, [...(rules.get(feature) ?? []), rule]);
  }
  return rules;
}

function sourceNode(source: PathSource, hits: ReadonlyMap<string, readonly string[]>, view: View): TreeNode {
  const { texts, style } = view;
  const name = source.source === "" ? texts.unknownSource : printable(source.source);
  const system = [source.system, source.dataset]
    .filter((part) => part !== "")
    .map(printable)
    .join(" ");
  const calls = source.calls.map((call) => callOf(call, view));
  return {
    text: joined(
      `${style.strong(name)}${system === "" ? "" : ` (${system})`}`,
      ...(calls.length === 0 ? [texts.noCall] : calls),
    ),
    children: [
      ...source.spans.map((span) => spanNode(span, view)),
      ...alignedNodes(
        source.features.map((feature) => [
          ...featureCells(feature, view),
          rulesOf(hits.get(feature.name), view),
        ]),
      ),
    ],
  };
}

function callOf({ how, at_us, took_us, count }: SourceCall, { texts, words }: View): string {
  const took = took_us === 0 ? undefined : formatDuration(took_us);
  return texts.call(words.observations[how], `+${formatDuration(at_us)}`, took, count);
}

function featureCells(feature: PathFeature, { texts, words, language, style }: View): string[] {
  const { name, codes, isRegistered, isPersonal, isInferred } = feature;
  const how = feature.how.map((each) => words.observations[each]).join(", ");
  if (!isRegistered) return [printable(name), style.notable(texts.unregistered), "", how];
  const meanings = codes.map((code) => `${printable(code)} ${NAMES.get(code)?.[language] ?? ""}`.trimEnd());
  const person =
    isPersonal === undefined
      ? ""
      : [isPersonal ? texts.personal : texts.notPersonal, isInferred ? texts.inferred : ""];
  return [
    printable(name),
    meanings.length === 0 ? style.faint(texts.noCodes) : meanings.join(", "),
    [person]
      .flat()
      .filter((part) => part !== "")
      .join(", "),
    how,
  ];
}

const NAMES = new Map(taxonomy.map((entry) => [entry.code, entry]));

function rulesOf(rules: readonly string[] = [], { style }: View): string {
  return rules.length === 0 ? "" : style.notable(`← ${rules.map(printable).join(" ")}`);
}
