import { timeOfDecisionId } from "@probity/core";
import { describe, expect, it } from "vitest";
import { isControlError, ListLedger, type ListSnapshot } from "../../src/index.ts";
import { NOW, recorded, thrown } from "../support/recorded.ts";

const HOT: ListSnapshot = {
  list: "hot-search",
  surface: "hot",
  entries: [
    { id: "book-7", score: 9.5, inputs: { views: 120, shares: 3 } },
    { id: "book-8", score: 4 },
  ],
};

describe("a snapshot of a list", () => {
  it("is recorded with its order, scores and what they were worked out from", () => {
    const all = recorded();
    const { snapshot } = new ListLedger(all).snapshot({
      ...HOT,
      outlet: "home",
      algorithm: "feed",
      interventions: ["i1"],
    });
    expect(timeOfDecisionId(snapshot)).toBe(NOW);
    const [seven, eight] = ["book-7", "book-8"].map((id) => all.pseudonyms.itemHex(id));
    expect(all.snapshots()).toMatchObject([
      {
        ...{
          snapshot,
          list: "hot-search",
          surface: "hot",
          outlet: "home",
          algorithm: "feed",
          key_id: "k1",
          ts: NOW,
        },
        entries: [
          {
            item: seven,
            score: 9.5,
            inputs: [
              { name: "views", value: 120 },
              { name: "shares", value: 3 },
            ],
          },
          { item: eight, score: 4, inputs: [] },
        ],
        interventions: ["i1"],
      },
    ]);
  });

  const many = (count: number): ListSnapshot["entries"] =>
    Array.from({ length: count }, (_, i) => ({ id: `${i}`, score: 1 }));

  it.each<[string, Partial<Record<keyof ListSnapshot, unknown>>, string]>([
    ["no name", { list: "" }, "list has 1 to 128 characters"],
    ["an unknown surface", { surface: "front" }, "surface is none of"],
    ["no entries", { entries: undefined }, "entries is no list"],
    ["1,001 entries", { entries: many(1001) }, "entries has 1001 entries; at most 1000 are taken"],
    ["an entry that is nothing", { entries: [null] }, "entries[0] has no id and score"],
    [
      "a score that is no number",
      { entries: [{ id: "a", score: "9" }] },
      "entries[0].score is no finite number, found a string",
    ],
    [
      "an infinite score",
      { entries: [{ id: "a", score: Infinity }] },
      "entries[0].score is no finite number, found Infinity",
    ],
    [
      "an input that is no number",
      { entries: [{ id: "a", score: 1, inputs: { views: Number.NaN } }] },
      "entries[0].inputs.views is no finite number, found NaN",
    ],
    [
      "33 inputs",
      { entries: [{ id: "a", score: 1, inputs: Object.fromEntries(many(33).map(({ id }) => [id, 1])) }] },
      "entries[0].inputs has 33 entries; at most 32 are taken",
    ],
    [
      "an intervention that is no id",
      { interventions: [7] },
      "interventions[0] has 1 to 128 characters in one line; found 7",
    ],
  ])("with %s is refused by its place, and nothing is recorded", (_, change, message) => {
    const all = recorded();
    const error = thrown(() => new ListLedger(all).snapshot({ ...HOT, ...change } as ListSnapshot));
    expect(isControlError(error, "INVALID")).toBe(true);
    expect((error as Error).message).toContain(message);
    expect(all.snapshots()).toEqual([]);
  });

  it("of a thousand entries is taken", () => {
    const all = recorded();
    new ListLedger(all).snapshot({ ...HOT, entries: many(1000) });
    expect(all.snapshots()[0]?.entries).toHaveLength(1000);
  });
});
