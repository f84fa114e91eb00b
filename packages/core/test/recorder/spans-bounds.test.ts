import { describe, expect, it } from "vitest";
import type { DecisionRow, ObservedCall } from "../../src/index.ts";
import { fakeClock } from "../support/fake-clock.ts";
import { observed } from "../support/observed.ts";
import { type Fault, recording } from "../support/recording.ts";

interface Observing {
  readonly row: DecisionRow;
  readonly faults: readonly Fault[];
  readonly spans: ReadonlyMap<string, number>;
}

/** What a decision with these client spans is recorded as. */
function observing(calls: Iterable<ObservedCall>): Observing {
  const watched = recording(["profile.age"], { clock: fakeClock() });
  const decision = watched.open();
  for (const call of calls) decision.observe(call);
  decision.close();
  return { row: watched.row(), faults: watched.faults, spans: watched.recorder.counters.spans };
}

const many = (count: number, make: (n: number) => Partial<ObservedCall>): ObservedCall[] =>
  Array.from({ length: count }, (_, n) => observed(make(n)));

describe("10,000 client spans in one decision", () => {
  it("that are alike are one", () => {
    const { row, spans } = observing(many(10_000, () => ({ tookMs: 1_000_000 })));
    expect(row.spans).toMatchObject([{ count: 10_000, took_us: 0xffff_ffff }]);
    expect(row.calls).toMatchObject([{ source: "profile", count: 10_000, took_us: 0xffff_ffff }]);
    expect(row.input_faults).toEqual([]);
    expect([...spans]).toEqual([["mapped", 10_000]]);
  });

  it("that all differ are 64 and a rest that says how many it stands for, and the row says that something is missing", () => {
    const { row, faults } = observing(
      many(10_000, (n) => ({ target: `t${n}`, tookMs: 1, failed: n % 2 === 0 })),
    );
    expect(row.spans).toHaveLength(65);
    expect(row.spans.slice(0, 64).map(({ target }) => target)).toEqual(
      Array.from({ length: 64 }, (_, n) => `t${n}`),
    );
    expect(row.spans[64]).toEqual({
      source: "",
      system: "*",
      host: "",
      database: "",
      operation: "*",
      target: "*",
      statement: "0".repeat(16),
      fields: [],
      at_us: 500,
      took_us: 9936 * 1000,
      count: 9936,
      failed: 4968,
    });
    expect(row.input_faults).toEqual(["spans.truncated"]);
    expect(faults).toEqual([]); // it is what the service does, and no fault of anybody
  });

  it("that come again after the rest has begun are still told apart from it", () => {
    const { row } = observing([...many(70, (n) => ({ target: `t${n}` })), observed({ target: "t0" })]);
    expect(row.spans.map(({ target, count }) => [target, count]).filter(([, count]) => count !== 1)).toEqual([
      ["t0", 2],
      ["*", 6],
    ]);
  });

  it("of as many sources are data calls of few, whose names are those of fields", () => {
    const { row } = observing(many(10_000, (n) => ({ source: n % 2 === 0 ? `s${n}@shop` : letters(n) })));
    expect(row.calls.length).toBeLessThanOrEqual(65);
    expect(row.calls.find(({ source }) => source === "*")?.count).toBeGreaterThan(5_000);
    expect(JSON.stringify(row)).not.toContain("@shop");
  });

  it("that yield as many features which nobody declared are 256 of them and a rest", () => {
    const { row } = observing(many(10_000, (n) => ({ features: [`profile.${letters(n)}`] })));
    expect(row.unregistered).toHaveLength(257);
    expect(row.unregistered.at(-1)).toEqual({ source: "*", name: "*", how: "span" });
  });
});

describe("the fields of a client span", () => {
  it("are the first 64, of one call and of many that are alike", () => {
    const names = Array.from({ length: 200 }, (_, n) => letters(n));
    expect(observing([observed({ fields: names })]).row.spans[0]?.fields).toEqual(names.slice(0, 64));
    const one = observing(names.map((name) => observed({ fields: [name] })));
    expect(one.row.spans[0]?.fields).toEqual(names.slice(0, 64));
  });

  it("keep their names where these are names, and are hidden where they may be data", () => {
    const fields = ["age", "address.city", "items[].id", "13800138000", "alice@example.org", "*", "a b"];
    const { row } = observing([observed({ fields }), observed({ fields })]);
    expect(row.spans[0]?.fields).toEqual(["age", "address.city", "items[].id", "*", "*.org"]);
  });
});

describe("a client span that is not what it should be", () => {
  const HALF = "\ud800";
  it.each<[string, Partial<Record<keyof ObservedCall, unknown>>, Partial<DecisionRow["spans"][number]>]>([
    ["a statement that is no digest", { statement: "SELECT 1" }, { statement: "0".repeat(16) }],
    ["a statement in capitals", { statement: "0123456789ABCDEF" }, { statement: "0".repeat(16) }],
    ["half a character", { target: HALF }, { target: "*" }],
    ["a name without end", { operation: "x".repeat(257) }, { operation: "*" }],
    ["no name at all", { host: undefined, database: 7 }, { host: "*", database: "*" }],
    ["a time that is none", { startedAt: Number.NaN, tookMs: "x" }, { at_us: 0, took_us: 0 }],
    ["a time before the decision", { startedAt: 0, tookMs: -1 }, { at_us: 0, took_us: 0 }],
    ["a time long after it", { startedAt: 1e20, tookMs: 1e20 }, { at_us: 0xffff_ffff, took_us: 0xffff_ffff }],
    ["fields that are none", { fields: [7, HALF, null] }, { fields: ["*"] }],
  ])("such as one with %s is recorded as far as it goes", (_, given, expected) => {
    const { row, faults } = observing([observed(given as Partial<ObservedCall>)]);
    expect(row.spans).toMatchObject([{ ...expected, count: 1 }]);
    expect(faults).toEqual([]);
  });

  it("is alike with another that is the same, however wrong", () => {
    const wrong = observed({ target: HALF, statement: "SELECT 1" });
    expect(observing([wrong, wrong, wrong]).row.spans).toMatchObject([{ count: 3 }]);
  });

  it("that yields what has no name is bad input", () => {
    const { row } = observing([observed({ features: ["", 7 as never, HALF] })]);
    expect(row).toMatchObject({ input_faults: ["observe.features"], spans: [{ count: 1 }] });
  });

  it.each([null, undefined, {}, 7, observed({ fields: null as never }), observed({ features: 7 as never })])(
    "such as %o is a fault that is counted, and the row is recorded",
    (call) => {
      const { row, faults } = observing([call as never, observed()]);
      expect(row.input_faults).toEqual(["observe.failed"]);
      expect(faults.map(({ where }) => where)).toEqual(["observe"]);
      expect(row.spans.at(-1)).toMatchObject({ source: "profile" });
    },
  );
});

/** A name of letters for each number. */
function letters(number: number): string {
  return `f${Array.from(String(number), (digit) => "abcdefghij"[Number(digit)]).join("")}`;
}
