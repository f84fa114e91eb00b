import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Decision, DecisionRow, Item } from "../../src/index.ts";
import { itemHash } from "../support/hashing.ts";
import { recording } from "../support/recording.ts";

type RecordedItem = DecisionRow["items"][number];

/** The items that were recorded, call by call. */
function delivered(...calls: readonly (readonly (string | Item)[])[]): readonly RecordedItem[] {
  const watched = recording();
  const decision = watched.open();
  for (const items of calls) decision.deliver(items);
  decision.close();
  expect(watched.faults).toEqual([]);
  return watched.row().items;
}

/** What the row should hold of one that was handed in. */
function expected(given: string | Item): RecordedItem {
  if (typeof given === "string") return { id: itemHash(given), score: Number.NaN, flags: 0 };
  const { id, score = Number.NaN, flags = [] } = given;
  return { id: itemHash(id), score: Math.fround(score), flags: bitsOf(flags) };
}

/** One text for one item: thousands of texts are soon compared. */
function told({ id, score, flags }: RecordedItem): string {
  return `${id} ${score} ${flags}`;
}

function bitsOf(flags: readonly string[]): number {
  const bits: Readonly<Record<string, number>> = {
    ad: 1,
    ad_labelled: 2,
    harms_values: 32,
    misuses_minors_data: 128,
  };
  return [...new Set(flags)].reduce((sum, flag) => sum + (bits[flag] ?? 0), 0);
}

describe("delivered items", () => {
  it("are recorded best first, as keyed pseudonyms with score and flags", () => {
    const given = [
      { id: "书-1", score: 0.75, flags: ["ad", "ad_labelled"] as const },
      "b",
      { id: "c" },
      { id: "d", score: -2, flags: ["misuses_minors_data", "misuses_minors_data"] as const },
    ];
    expect(delivered(given)).toEqual([
      { id: itemHash("书-1"), score: 0.75, flags: 3 },
      { id: itemHash("b"), score: Number.NaN, flags: 0 },
      { id: itemHash("c"), score: Number.NaN, flags: 0 },
      { id: itemHash("d"), score: -2, flags: 128 },
    ]);
  });

  it("of several calls are recorded one after the other, repeated ones as often as they came", () => {
    const ids = (items: readonly RecordedItem[]): string[] => items.map(({ id }) => id);
    expect(ids(delivered(["a"], [], ["b", "a"], ["a"]))).toEqual(
      ["a", "b", "a", "a"].map((id) => itemHash(id)),
    );
    expect(delivered([], [])).toEqual([]);
  });

  it("may be more than a chunk holds", () => {
    const many = Array.from({ length: 6000 }, (_, n) => ({ id: `item-${n}`, score: n }));
    expect(delivered(many)).toEqual(many.map(expected));
    expect(delivered(many.slice(0, 5), many)).toEqual([...many.slice(0, 5), ...many].map(expected));
  });

  it("are taken as the list was when it was handed in", () => {
    const list = ["a", "b"];
    const watched = recording();
    const decision = watched.open();
    decision.deliver(list);
    list.reverse();
    decision.close();
    expect(watched.row().items.map(({ id }) => id)).toEqual([itemHash("a"), itemHash("b")]);
  });

  it("of a tracked list are recorded, and nothing counts as read by that", () => {
    const watched = recording(["item.score"]);
    const decision = watched.open();
    decision.deliver(decision.track("item", [{ id: "a", score: 1, flags: ["ad"] as const }]));
    decision.close();
    const { items, features_read, unregistered } = watched.row();
    expect([items, features_read, unregistered]).toEqual([
      [{ id: itemHash("a"), score: 1, flags: 1 }],
      [],
      [],
    ]);
  });

  it("are there or not: a decision knows that it delivered, be it nothing", () => {
    const decision = recording().open();
    expect(decision.hasDelivered).toBe(false);
    decision.deliver([]);
    expect(decision.hasDelivered).toBe(true);
  });

  it("are each decision's own, however many are open at once and however they deliver", () => {
    const item = fc.oneof(
      fc.string({ unit: "grapheme", minLength: 1, maxLength: 8 }),
      fc.record(
        {
          id: fc.string({ minLength: 1, maxLength: 12 }),
          score: fc.float({ noNaN: true, noDefaultInfinity: true }),
          flags: fc.subarray(["ad", "ad_labelled", "harms_values", "misuses_minors_data"] as const),
        },
        { requiredKeys: ["id"] },
      ),
    );
    // Now and then a call that fills what several decisions share.
    const times = fc.oneof(
      { weight: 8, arbitrary: fc.nat(3) },
      { weight: 1, arbitrary: fc.integer({ min: 100, max: 500 }) },
    );
    const act = fc.record({
      by: fc.nat(11),
      items: fc.array(item, { maxLength: 12 }),
      times,
      close: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(act, { maxLength: 60, size: "max" }), (script) => {
        const { open, rows } = recording();
        const model = new Map<string, (string | Item)[]>();
        const opened: Decision[] = Array.from({ length: 12 }, () => open());
        for (const { by, items, times: n, close } of script) {
          const decision = opened[by]!;
          const list = Array.from({ length: n }, () => items).flat();
          decision.deliver(list);
          model.set(decision.id, [...(model.get(decision.id) ?? []), ...list]);
          if (!close) continue;
          decision.close();
          opened[by] = open();
        }
        for (const decision of opened) decision.close();
        const recorded = rows();
        expect(recorded).toHaveLength(opened.length + script.filter(({ close }) => close).length);
        for (const { id, items } of recorded) {
          expect(items.map(told)).toEqual((model.get(id) ?? []).map((given) => told(expected(given))));
        }
      }),
      { numRuns: 30 },
    );
  });
});
