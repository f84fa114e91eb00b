import { ITEM_FLAGS } from "@probity/core";
import type { Hit } from "./rule.ts";

/** The detail of a hit whose rule says nothing of its own: what was hit, in codes and counts. */
export function detailOf({ refusal, items, tags, unregistered }: Hit): string {
  return [
    refusal,
    items === 0 ? "" : `items=${flagNames(items)}`,
    tags === 0 ? "" : `tags=${String(tags)}`,
    unregistered === 0 ? "" : `unregistered=${String(unregistered)}`,
  ]
    .filter((part) => part !== "")
    .join(" ");
}

/** The names of flag bits, in the order of the bits. */
export function flagNames(bits: number): string {
  return Object.entries(ITEM_FLAGS)
    .filter(([, bit]) => (bits & bit) !== 0)
    .map(([name]) => name)
    .join(",");
}
