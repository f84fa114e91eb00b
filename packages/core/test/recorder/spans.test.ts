import { describe, expect, it } from "vitest";
import { FeatureSet, type ObservedCall } from "../../src/index.ts";
import { fakeClock, NEW_YEAR } from "../support/fake-clock.ts";
import { judging } from "../support/judges.ts";
import { observed } from "../support/observed.ts";
import { recording } from "../support/recording.ts";
import { use } from "../support/seen.ts";

function watching(features: readonly string[] = ["profile.age", "profile.city", "book.rating"]) {
  const clock = fakeClock();
  const watched = recording(features, { clock });
  const decision = watched.open();
  return {
    ...watched,
    decision,
    clock,
    closed: () => {
      decision.close();
      return watched.row();
    },
  };
}

describe("a client span", () => {
  it("is recorded with the names of what it called, and when, how long and whether it failed", () => {
    const { decision, closed } = watching();
    decision.observe(observed({ failed: true }));
    expect(closed()).toMatchObject({
      spans: [
        {
          source: "profile",
          system: "postgresql",
          host: "db.internal",
          database: "shop",
          operation: "SELECT",
          target: "readers",
          statement: "0123456789abcdef",
          fields: ["age", "city"],
          at_us: 500,
          took_us: 1250,
          count: 1,
          failed: 1,
        },
      ],
      input_faults: [],
    });
  });

  it("of a declared source is a data call of it as well, apart from what was read and declared", () => {
    const { decision, closed } = watching();
    decision.track("profile", {});
    decision.observe(observed());
    decision.observe(observed({ target: "addresses", startedAt: NEW_YEAR + 9, tookMs: 2 }));
    decision.uses("book.rating");
    expect(closed().calls).toEqual([
      { source: "profile", how: "read", at_us: 0, took_us: 0, count: 1 },
      { source: "profile", how: "span", at_us: 500, took_us: 3250, count: 2 },
      { source: "book", how: "declared", at_us: 0, took_us: 0, count: 1 },
    ]);
  });

  it("that no rule maps to a source is no data call, and stands there without one", () => {
    const { decision, closed, recorder } = watching();
    decision.observe(observed({ source: "" }));
    expect(closed()).toMatchObject({ calls: [], spans: [{ source: "", target: "readers" }] });
    expect([...recorder.counters.spans]).toEqual([["unmapped", 1]]);
  });

  it("yields features by name, apart from those that were read and declared", () => {
    const seen: string[][] = [];
    const watched = recording(
      ["profile.age", "profile.city", "book.rating"],
      judging(({ used }) => {
        seen.push(used.numbers.map(String));
        return [];
      }),
    );
    const decision = watched.open();
    use(decision.track("profile", { age: 3 }).age);
    decision.uses("book.rating");
    decision.observe(observed({ features: ["profile.city", "profile.age"] }));
    decision.close();
    const row = watched.row();
    expect(watched.names(row.features_read)).toEqual(["profile.age"]);
    expect(watched.names(row.features_declared)).toEqual(["book.rating"]);
    expect(watched.names(row.features_span)).toEqual(["profile.age", "profile.city"]);
    expect(row.personalised).toBe(true);
    expect(seen).toEqual([FeatureSet.of(3, [0, 1, 2]).numbers.map(String)]);
  });

  it("that yields what the catalog doesn't have says so, and hides a name that may be data", () => {
    const { decision, closed } = watching();
    decision.observe(observed({ features: ["profile.shoe", "profile.alice@example.org", "13800138000"] }));
    expect(closed().unregistered).toEqual([
      { source: "profile", name: "shoe", how: "span" },
      { source: "profile", name: "*.org", how: "span" },
      { source: "*", name: "*", how: "span" },
    ]);
  });

  it("is told from what was declared of the same name only by the first", () => {
    const { decision, closed } = watching();
    decision.uses("profile.shoe");
    decision.observe(observed({ features: ["profile.shoe"] }));
    expect(closed().unregistered).toEqual([{ source: "profile", name: "shoe", how: "declared" }]);
  });

  it("after the decision is closed is counted as late, and changes nothing", () => {
    const { decision, closed, recorder } = watching();
    closed();
    decision.observe(observed());
    decision.observe(observed({ source: "" }));
    expect(closed()).toMatchObject({ calls: [], spans: [] });
    expect([...recorder.counters.spans]).toEqual([["late", 2]]);
  });
});

describe("client spans that are alike", () => {
  it("are one, at the time of the first, with how many there were, how many failed, and all their fields", () => {
    const { decision, closed } = watching();
    for (const [n, fields] of [["age"], ["city", "age"], []].entries())
      decision.observe(observed({ fields, startedAt: NEW_YEAR + n, tookMs: n, failed: n === 1 }));
    expect(closed().spans).toMatchObject([
      { fields: ["age", "city"], at_us: 0, took_us: 3000, count: 3, failed: 1 },
    ]);
  });

  it.each<[string, Partial<ObservedCall>]>([
    ["source", { source: "book" }],
    ["system", { system: "mysql" }],
    ["host", { host: "db2.internal" }],
    ["database", { database: "shop2" }],
    ["operation", { operation: "UPDATE" }],
    ["target", { target: "writers" }],
    ["statement", { statement: "fedcba9876543210" }],
    ["statement", { statement: "" }],
  ])("are two where they differ in %s", (_, other) => {
    const { decision, closed } = watching();
    for (const call of [observed(), observed(other), observed(), observed(other)]) decision.observe(call);
    expect(closed().spans.map(({ count }) => count)).toEqual([2, 2]);
  });
});
