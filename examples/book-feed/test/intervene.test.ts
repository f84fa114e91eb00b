import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { applyInterventions, type Adjustment } from "../src/recommend/intervene.ts";

const ranked = ["a", "b", "c", "d", "e"].map((isbn, at) => ({ isbn, score: 10 - at }));
const all = Infinity;
const order = (adjustments: readonly Adjustment[]): string =>
  applyInterventions(ranked, adjustments, all)
    .ranked.map(({ isbn }) => isbn)
    .join("");

describe("applyInterventions", () => {
  it.each<[string, Adjustment[], string]>([
    ["leaves a ranking alone without interventions", [], "abcde"],
    ["pins a book to a position", [{ kind: "pin", isbn: "d", position: 2 }], "adbce"],
    ["pins a book further down", [{ kind: "pin", isbn: "a", position: 4 }], "bcdae"],
    ["pins to the end when the position is beyond it", [{ kind: "pin", isbn: "a", position: 99 }], "bcdea"],
    ["does not pin a book that is not ranked", [{ kind: "pin", isbn: "x", position: 1 }], "abcde"],
    ["inserts a book that is not ranked", [{ kind: "insert", isbn: "x", position: 1 }], "xabcde"],
    ["boosts by the score", [{ kind: "boost", isbn: "e", factor: 1.6 }], "aebcd"],
    ["demotes by the score", [{ kind: "demote", isbn: "a", factor: 0.75 }], "bcade"],
    ["removes a book", [{ kind: "remove", isbn: "c" }], "abde"],
  ])("%s", (_, adjustments, result) => {
    expect(order(adjustments)).toBe(result);
  });

  it.each<[string, Adjustment[], string]>([
    [
      "lets two pins to one position follow each other",
      [
        { kind: "pin", isbn: "e", position: 1 },
        { kind: "pin", isbn: "d", position: 1 },
      ],
      "edabc",
    ],
    [
      "holds pins at their positions while others move",
      [
        { kind: "pin", isbn: "a", position: 3 },
        { kind: "boost", isbn: "e", factor: 2 },
        { kind: "remove", isbn: "b" },
      ],
      "ecad",
    ],
    [
      "lets a removal override the other interventions on a book",
      [
        { kind: "pin", isbn: "a", position: 1 },
        { kind: "insert", isbn: "a", position: 1 },
        { kind: "remove", isbn: "a" },
      ],
      "bcde",
    ],
    [
      "multiplies factors",
      [
        { kind: "boost", isbn: "e", factor: 2 },
        { kind: "demote", isbn: "e", factor: 0.1 },
      ],
      "abcde",
    ],
    [
      "takes the lowest of several positions for a book",
      [
        { kind: "pin", isbn: "e", position: 4 },
        { kind: "pin", isbn: "e", position: 2 },
      ],
      "aebcd",
    ],
  ])("%s", (_, adjustments, result) => {
    expect(order(adjustments)).toBe(result);
  });

  it("tells for each intervention that acted the rank before and after", () => {
    const pin = { kind: "pin", isbn: "e", position: 1 } as const;
    const idle = { kind: "boost", isbn: "x", factor: 2 } as const;
    const remove = { kind: "remove", isbn: "a" } as const;
    const insert = { kind: "insert", isbn: "y", position: 3 } as const;
    const boost = { kind: "boost", isbn: "b", factor: 1.1 } as const;
    expect(applyInterventions(ranked, [pin, idle, remove, insert, boost], all).applied).toEqual([
      { intervention: pin, isbn: "e", from: 5, to: 1 },
      { intervention: remove, isbn: "a", from: 1, to: undefined },
      { intervention: insert, isbn: "y", from: undefined, to: 3 },
      { intervention: boost, isbn: "b", from: 2, to: 2 },
    ]);
  });

  it("cuts to the answer, and leaves out what happened below it", () => {
    const demote = { kind: "demote", isbn: "a", factor: 0.1 } as const;
    const below = { kind: "demote", isbn: "d", factor: 0.5 } as const;
    expect(applyInterventions(ranked, [below, demote], 2)).toEqual({
      ranked: [
        { isbn: "b", score: 9 },
        { isbn: "c", score: 8 },
      ],
      applied: [{ intervention: demote, isbn: "a", from: 1, to: 5 }],
    });
  });

  const isbn = fc.constantFrom(..."a b c d e f g h i j k l".split(" "));
  const adjustment: fc.Arbitrary<Adjustment> = fc.oneof(
    fc.record({
      kind: fc.constantFrom("pin" as const, "insert" as const),
      isbn,
      position: fc.integer({ min: 1, max: 15 }),
    }),
    fc.record({
      kind: fc.constant("boost" as const),
      isbn,
      factor: fc.double({ min: 1.01, max: 5, noNaN: true }),
    }),
    fc.record({
      kind: fc.constant("demote" as const),
      isbn,
      factor: fc.double({ min: 0.01, max: 0.99, noNaN: true }),
    }),
    fc.record({ kind: fc.constant("remove" as const), isbn }),
  );
  const ranking = fc
    .uniqueArray(fc.record({ isbn, score: fc.double({ min: 0, max: 10, noNaN: true }) }), {
      selector: (one) => one.isbn,
    })
    .map((list) => list.toSorted((a, b) => b.score - a.score));

  it("loses and doubles no book: what goes was removed, what comes was inserted", () => {
    fc.assert(
      fc.property(ranking, fc.array(adjustment), (before, adjustments) => {
        const having = (kind: Adjustment["kind"]) =>
          new Set(adjustments.filter((one) => one.kind === kind).map((one) => one.isbn));
        const present = new Set([...before.map((one) => one.isbn), ...having("insert")]);
        for (const removed of having("remove")) present.delete(removed);
        const after = applyInterventions(before, adjustments, all).ranked.map((one) => one.isbn);
        expect(after.toSorted()).toEqual([...present].toSorted());
      }),
    );
  });

  it("reports ranks that the two rankings bear out", () => {
    fc.assert(
      fc.property(ranking, fc.array(adjustment), (before, adjustments) => {
        const { ranked: after, applied } = applyInterventions(before, adjustments, all);
        const rank = (list: readonly { isbn: string }[], of: string) =>
          list.findIndex((one) => one.isbn === of) + 1 || undefined;
        for (const one of applied) {
          expect(one).toMatchObject({
            isbn: one.intervention.isbn,
            from: rank(before, one.isbn),
            to: rank(after, one.isbn),
          });
        }
      }),
    );
  });

  it("keeps the order of the books that nobody touched", () => {
    fc.assert(
      fc.property(ranking, fc.array(adjustment), (before, adjustments) => {
        const touched = new Set(adjustments.map((one) => one.isbn));
        const untouched = (list: readonly { isbn: string }[]) =>
          list.map((one) => one.isbn).filter((one) => !touched.has(one));
        expect(untouched(applyInterventions(before, adjustments, all).ranked)).toEqual(untouched(before));
      }),
    );
  });
});
