import type { InputCheck } from "./input-check.ts";
import type { DecisionRow } from "./record/decision-record.ts";
import { isObject, untracked } from "./tracking/recognise.ts";

/** A price that is shown. Prices of the same item under the same conditions are compared between people. */
export interface PricedItem {
  /** The item's id. Stored as a keyed pseudonym. */
  readonly id: string;
  readonly price: number;
  /** What it would be without personal terms. @default not said */
  readonly basePrice?: number | undefined;
  /**
   * All that the price lawfully depends on: quantity, time slot, place, terms that are open to everybody. Only a digest is
   * kept. @default "" none
   */
  readonly conditions?: string | undefined;
}

/** A price as the record holds it. */
export type PriceFacts = DecisionRow["prices"][number];

/** What makes pseudonyms of items and digests of conditions: 16 hexadecimal digits each. */
export type PriceHash = (domain: "item" | "conditions", text: string) => string;

/** What can be taken of a list of prices. What can't is left out, and noted. */
export function resolvePrices(given: unknown, hash: PriceHash, check: InputCheck): PriceFacts[] {
  const list: unknown = untracked(given);
  if (!Array.isArray(list)) {
    check.noteBadInput("price.items");
    return [];
  }
  return (list as readonly unknown[]).flatMap((each) => resolvePrice(untracked(each), hash, check) ?? []);
}

function resolvePrice(given: unknown, hash: PriceHash, check: InputCheck): PriceFacts | undefined {
  const { id, price, basePrice, conditions } = (isObject(given) ? given : {}) as Record<string, unknown>;
  if (typeof id !== "string" || id === "" || !id.isWellFormed()) {
    check.noteBadInput("price.id");
    return undefined;
  }
  if (!isAmount(price)) {
    check.noteBadInput("price.price");
    return undefined;
  }
  // Under unknown conditions it could be compared with nothing.
  const terms = conditions ?? "";
  if (typeof terms !== "string" || !terms.isWellFormed()) {
    check.noteBadInput("price.conditions");
    return undefined;
  }
  const isBase = basePrice === undefined || basePrice === null || isAmount(basePrice);
  if (!isBase) check.noteBadInput("price.basePrice");
  return {
    item: hash("item", id),
    price,
    base: isAmount(basePrice) ? basePrice : Number.NaN,
    conditions: hash("conditions", terms),
  };
}

function isAmount(value: unknown): value is number {
  return typeof value === "number" && Number.isFinite(value) && value >= 0;
}
