import { describe, expect, it } from "vitest";

import {
  type BatchQueries,
  batchRules,
  type BatchRunOptions,
  changedFindings,
  DEFAULT_BATCH_SETTINGS,
  isBatchError,
  runBatchRules,
} from "../src/index.ts";
import { retentionDays } from "../src/rules/retention-days.ts";

const WINDOW = { from: 0, to: 86_400_000 };
const ages = { algorithm: "feed", outlet: "home", decisions: 10, unknown: 9, unknown_signed_in: 1 };
const unknownAges = () => Promise.resolve({ rows: [ages], query: "SELECT 1", parameters: { from: 0 } });

/** Queries that answer what the test says, and nothing else. */
function answering(answers: Partial<BatchQueries>): BatchQueries {
  const nothing = () => Promise.resolve({ rows: [], query: "", parameters: {} });
  return new Proxy(answers, {
    get: (given, name) => given[name as keyof BatchQueries] ?? nothing,
  }) as BatchQueries;
}

const run = (options: Partial<BatchRunOptions> = {}) =>
  runBatchRules({ queries: answering({ unknownAges }), window: WINDOW, only: ["M09"], ...options });
const runId = async (options: Partial<BatchRunOptions> = {}) => (await run(options)).rules[0]?.run;

describe("a run", () => {
  it("gives findings as they are stored, with the query, its parameters and the settings", async () => {
    const { rules } = await run({ service: "book-feed" });
    expect(rules).toMatchObject([{ rule: "M09", cases: 1 }]);
    expect(rules[0]?.findings).toEqual([
      {
        ...{ service: "book-feed", run: rules[0]?.run, rule: "M09", rule_version: 1, rules: "cn@2" },
        ...{ severity: "medium", action: "record", from: 0, to: 86_400_000 },
        ...{ algorithm: "feed", outlet: "home", about: "" },
        measures: [
          { name: "decisions", value: 10 },
          { name: "unknown", value: 9 },
          { name: "unknown_signed_in", value: 1 },
        ],
        explanation_zh: expect.stringMatching(/^疑似.*待复核。$/) as string,
        explanation_en: expect.stringMatching(/^Suspected.*to be reviewed\.$/) as string,
        query: "SELECT 1",
        parameters: '{"from":0,"settings":{"maxUnknownAges":0.2}}',
      },
    ]);
  });

  it("has an id that is the same for the same question, and another for another", async () => {
    const id = await runId();
    expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(await runId()).toBe(id);
    const others = await Promise.all([
      runId({ window: { from: 0, to: 1 } }),
      runId({ settings: { maxUnknownAges: 0.3 } }),
      runId({ service: "shop" }),
      runId({ only: ["M10"] }),
      runId({ filed: new Map([["feed", { outlets: [] }]]) }),
      runId({ groups: new Map([["1", "new"]]) }),
    ]);
    expect(new Set([id, ...others]).size).toBe(7);
  });

  it("tells of a rule that fails, and runs the others", async () => {
    const queries = answering({ unknownAges, optOutLag: () => Promise.reject(new Error("no answer")) });
    const { rules } = await run({ queries, only: ["C02", "M09"] });
    expect(rules).toMatchObject([
      { rule: "C02", cases: 0, findings: [], error: { message: "no answer" } },
      { rule: "M09", cases: 1 },
    ]);
    expect(rules[1]).not.toHaveProperty("error");
  });

  it("runs every rule where none is named", async () => {
    const { rules } = await run({ only: undefined });
    expect(rules.map(({ rule }) => rule)).toEqual(batchRules.map(({ id }) => id));
  });

  it.each([
    [{ only: ["CO2"] }, "UNKNOWN_RULE", 'no rule "CO2" over stored records'],
    [{ window: { from: 5, to: 5 } }, "INVALID_WINDOW", "a window ends after it begins"],
    [{ window: { from: Number.NaN, to: 5 } }, "INVALID_WINDOW", "whole milliseconds"],
    [{ settings: { level: 1 } }, "INVALID_SETTING", "level must be between 0 and 1, got 1"],
    [{ settings: { minPairs: -1 } }, "INVALID_SETTING", "minPairs must be a number from 0, got -1"],
    [{ settings: { minPairs: Number.NaN } }, "INVALID_SETTING", "minPairs must be a number from 0, got NaN"],
    [{ settings: { resamples: 9 } }, "INVALID_SETTING", "resamples must be from 100, got 9"],
    [{ settings: { mostLists: 0 } }, "INVALID_SETTING", "mostLists must be from 1, got 0"],
    [{ settings: { moon: 1 } as object }, "INVALID_SETTING", "there is no setting moon"],
  ] as const)("refuses %j before anything is asked", async (options, code, said) => {
    const error: unknown = await run(options).catch((thrown: unknown) => thrown);
    expect(isBatchError(error, code)).toBe(true);
    expect((error as Error).message).toContain(said);
  });
});

describe("findings of a window that is run again", () => {
  it("are new, known, or gone, by what they are about and their figures", async () => {
    const found = await run();
    const stored = found.rules[0]?.findings ?? [];
    expect(changedFindings(found, [])).toEqual({ added: stored, known: 0, gone: [] });
    expect(changedFindings(found, stored)).toEqual({ added: [], known: 1, gone: [] });
    const late = stored.map((each) => ({ ...each, measures: [{ name: "decisions", value: 9 }] }));
    expect(changedFindings(found, late)).toEqual({ added: stored, known: 0, gone: late });
  });

  it("are not gone where the rule could not look", async () => {
    const stored = (await run()).rules[0]?.findings ?? [];
    const failed = await run({
      queries: answering({ unknownAges: () => Promise.reject(new Error("away")) }),
    });
    expect(changedFindings(failed, stored)).toEqual({ added: [], known: 0, gone: [] });
  });
});

describe("how long rows are kept", () => {
  it.each([
    ["toDateTime(ts) + toIntervalDay(90)", 90],
    ["ts + INTERVAL 12 WEEK DELETE", 84],
    ["ts + toIntervalMonth(6)", 184],
    ["ts + toIntervalYear(3)", 1095],
    ["ts + toIntervalDay(30) TO VOLUME 'cold', ts + toIntervalDay(400)", 400],
    ["ts + toIntervalDay(400), ts + toIntervalDay(10) WHERE service = 'x'", 10],
    ["ts + toIntervalDay(30) TO DISK 'cold'", undefined],
    ["", undefined],
  ])("%s: %s days", (ttl, days) => {
    expect(retentionDays(ttl)).toBe(days);
  });
});

it("promises nothing of the law by its thresholds", () => {
  expect(DEFAULT_BATCH_SETTINGS).toMatchObject({
    minRetentionDays: 184,
    mauThreshold: 1_000_000,
    mauWarning: 0.8,
  });
});
