import { describe, expect } from "vitest";

import { DAY, START, storeDecisions, subject, WINDOW } from "../support/records.ts";
import { measuresOf, test } from "../support/store.ts";

const people = (count: number, from = 0) => Array.from({ length: count }, (_, n) => subject(from + n));
const settings = { mauThreshold: 100 };

describe("M10, different minors in a month", () => {
  test("warns at 80 percent of the threshold, by the month in China and by band", async ({ store, look }) => {
    const monthBegin = Date.parse("2026-09-01T00:00:00+08:00");
    await storeDecisions(store, [
      ...people(50).map((who) => ({ ts: monthBegin, subject: who, age_band: "u14" as const })),
      ...people(50).map((who) => ({ subject: who, age_band: "u14" as const })),
      ...people(29, 100).map((who) => ({ subject: who, age_band: "16-17" as const })),
      { subject: subject(500), minor_mode: true, age_band: "unknown" },
      ...people(20, 200).map((who) => ({ subject: who })),
      // The last moment of August in China, which is in August in UTC as well.
      ...people(20, 300).map((who) => ({ ts: monthBegin - 1, subject: who, age_band: "u14" as const })),
    ]);
    const outcome = await look("M10", { settings });
    expect(outcome.findings).toMatchObject([{ about: "month:2026-09", severity: "info" }]);
    expect(measuresOf(outcome)).toEqual({
      minors: 80,
      under_14: 50,
      from_14: 29,
      subjects: 100,
      threshold: 100,
    });
    expect(outcome.findings[0]?.explanation_en).toContain("80 % of 100");
  });

  test("lets pass one fewer, and counts nobody who isn't signed in", async ({ store, look }) => {
    await storeDecisions(store, [
      ...people(79).map((who) => ({ subject: who, age_band: "14-15" as const })),
      { subject: "0".repeat(64), age_band: "u14" },
    ]);
    const { cases, findings } = await look("M10", { settings });
    expect({ cases, findings }).toEqual({ cases: 1, findings: [] });
  });

  test("has nothing to say where there are no minors", async ({ store, look }) => {
    await storeDecisions(store, [{}]);
    expect(await look("M10", { settings })).toMatchObject({ cases: 0, findings: [] });
  });
});

describe("M09, decisions of unknown age", () => {
  const decisions = (unknown: number) =>
    Array.from({ length: 10 }, (_, n) =>
      n < unknown ? { age_band: "unknown" as const, subject: n === 0 ? "0".repeat(64) : subject(n) } : {},
    );

  test("finds an outlet where too many are unknown, and lets pass one at the limit", async ({
    store,
    look,
  }) => {
    await storeDecisions(store, [
      ...decisions(3),
      ...decisions(2).map((each) => ({ ...each, outlet: "app" })),
    ]);
    const outcome = await look("M09");
    expect(outcome.cases).toBe(2);
    expect(outcome.findings).toMatchObject([{ outlet: "home", algorithm: "feed" }]);
    expect(measuresOf(outcome)).toEqual({ decisions: 10, unknown: 3, unknown_signed_in: 2 });
  });

  test("has nothing to say of a window that is to come", async ({ store, look }) => {
    await storeDecisions(store, decisions(10));
    const window = { from: START + 400 * DAY, to: WINDOW.to + 400 * DAY };
    expect(await look("M09", { window })).toMatchObject({ cases: 0, findings: [] });
  });
});
