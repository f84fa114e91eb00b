import { ITEM_FLAGS, type DecisionRow, type ItemFlag } from "@probity/core";

import { printable } from "../terminal/printable.ts";
import type { TreeNode } from "../terminal/tree.ts";
import { effectOf } from "./interventions.ts";
import { alignedNodes, joined, type Section, type View } from "./view.ts";

/** Items that are shown. */
const SHOWN_ITEMS = 10;

/** How it ended, and what was delivered, best first. */
export function resultSections(decision: DecisionRow, view: View): Section[] {
  const { texts, words, style } = view;
  const { outcome, status, items, input_faults: faults } = decision;
  const result: Section = {
    label: texts.result,
    says: joined(
      (outcome === "failed" ? style.bad : style.strong)(words.outcomes[outcome]),
      status !== 0 && `HTTP ${status}`,
      texts.items(items.length),
    ),
    children: itemNodes(decision, view),
  };
  if (faults.length === 0) return [result];
  return [result, { label: texts.badInput, says: style.notable(faults.map(printable).join(", ")) }];
}

function itemNodes({ items, interventions, prices }: DecisionRow, view: View): TreeNode[] {
  const { texts, style } = view;
  const effects = new Map(
    interventions.map((intervention) => [intervention.item, effectOf(intervention, view)]),
  );
  const priceOf = new Map(prices.map((price) => [price.item, priceText(price, view)]));
  const width = String(Math.min(items.length, SHOWN_ITEMS)).length;
  const rows = items.slice(0, SHOWN_ITEMS).map(({ id, score, flags }, position) => {
    const effect = effects.get(id);
    return [
      String(position + 1).padStart(width),
      id,
      Number.isNaN(score) ? style.faint(texts.noScore) : scoreText(score),
      joined(priceOf.get(id), ...flagsOf(flags, view), effect !== undefined && style.notable(`← ${effect}`)),
    ];
  });
  const rest = items.length - rows.length;
  return [...alignedNodes(rows), ...(rest > 0 ? [{ text: style.faint(texts.more(rest)) }] : [])];
}

// As many digits as a 32-bit float holds.
function scoreText(score: number): string {
  return String(Number(score.toPrecision(7)));
}

function priceText({ price, base }: DecisionRow["prices"][number], { texts }: View): string {
  return texts.price(String(price), Number.isNaN(base) || base === price ? undefined : String(base));
}

/** What is so of an item, in words. */
export function flagsOf(bits: number, { words }: View): string[] {
  return (Object.keys(ITEM_FLAGS) as ItemFlag[])
    .filter((flag) => (bits & ITEM_FLAGS[flag]) !== 0)
    .map((flag) => words.itemFlags[flag]);
}
