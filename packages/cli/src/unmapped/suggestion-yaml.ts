import { Document, type Node, type YAMLMap, type YAMLSeq } from "yaml";

import type { UnmappedTexts } from "../language/unmapped-texts.ts";
import type { Suggestions } from "./suggestions.ts";

/** What to add to `probity.yaml`, under the keys that it has there. Empty where there is nothing. */
export function suggestionYaml({ rules, sources, features }: Suggestions, texts: UnmappedTexts): string {
  if (rules.length === 0) return "";
  const document = new Document({});
  const flow = (value: unknown): Node => document.createNode(value, { flow: true });
  if (sources.length > 0) {
    const entries = sources.map(({ name, ...source }) => [name, flow(withoutEmpty(source))] as const);
    document.set("sources", Object.fromEntries(entries));
  }
  if (features.length > 0) {
    const entries = features.map(({ name }) => {
      const feature = flow({ purposes: [] });
      feature.comment = ` ${texts.fillIn}`;
      return [name, feature] as const;
    });
    document.set("features", Object.fromEntries(entries));
  }
  const spans = document.createNode([]) as YAMLSeq;
  for (const { rule, calls } of rules) {
    const { match, ...aim } = rule;
    const item = document.createNode({}) as YAMLMap;
    for (const [key, value] of Object.entries({ match, ...aim })) {
      item.set(key, typeof value === "object" ? flow(value) : value);
    }
    item.commentBefore = ` ${texts.callCount(calls)}`;
    spans.add(item);
  }
  document.set("spans", spans);
  return document.toString({ lineWidth: 0 });
}

function withoutEmpty(source: Readonly<Record<string, string | undefined>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(source).filter((entry): entry is [string, string] => (entry[1] ?? "") !== ""),
  );
}
