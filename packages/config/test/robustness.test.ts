import { createCatalog, Pseudonyms, Recorder } from "@probity/core";
import { judgeWith, ownPack, rulePacks } from "@probity/rules";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parse, stringify } from "yaml";
import type { Config } from "../src/config.ts";
import { ConfigError } from "../src/errors.ts";
import { parseConfig } from "../src/parse-config.ts";
import { example, exampleWith, ruledExample, spannedExampleWith, spooledExample } from "./support/example.ts";

/** A configuration, or the error that names its problems; anything else is thrown on. */
function read(text: string): Config | ConfigError {
  try {
    return parseConfig(text);
  } catch (error) {
    if (error instanceof ConfigError) return error;
    throw error;
  }
}

/** That an error says something, in order, about places that the text has. */
function expectOrderly(outcome: Config | ConfigError, text: string): void {
  if (!(outcome instanceof ConfigError)) return;
  const lines = text.split("\n").length;
  const places = outcome.problems.map(({ line, column }) => line * 1e6 + column);
  expect(outcome.problems.length).toBeGreaterThan(0);
  expect(places).toEqual(places.toSorted((a, b) => a - b));
  expect(outcome.problems.every(({ line, column }) => line >= 1 && line <= lines && column >= 1)).toBe(true);
}

const yamlish = fc
  .array(
    fc.constantFrom(
      "a",
      "b: ",
      "- ",
      "\n",
      "\n  ",
      "[",
      "]",
      "{",
      "}",
      ", ",
      '"',
      "'",
      "&x ",
      "*x",
      "!t ",
      "? ",
      ": ",
      "|\n",
      ">",
      "#",
      "%",
      "---\n",
      "\t",
      "<<: ",
      "~",
    ),
  )
  .map((parts) => parts.join(""));

describe("parseConfig gives a configuration or a ConfigError", { timeout: 60_000 }, () => {
  it.each([
    ["any text", fc.string({ unit: "binary", maxLength: 200 })],
    ["what looks like YAML", yamlish],
  ])("of %s", (_, texts) => {
    fc.assert(
      fc.property(texts, (text) => expectOrderly(read(text), text)),
      { numRuns: 400 },
    );
  });

  it("of the example with a piece cut out and another put in", () => {
    const cut = fc.record({
      at: fc.nat(example.length),
      length: fc.nat(40),
      put: fc.oneof(fc.string(), yamlish),
    });
    fc.assert(
      fc.property(cut, ({ at, length, put }) => {
        const text = example.slice(0, at) + put + example.slice(at + length);
        expectOrderly(read(text), text);
      }),
      { numRuns: 100 },
    );
  });

  it.each([
    ["with a spool", spooledExample],
    ["with rules for spans", spannedExampleWith()],
    ["with rules that hold, and what they are held against", ruledExample],
  ])("of the example %s with any value in the place of another, and core takes what it gives", (_, full) => {
    const places = [...placesIn(parse(full), [])];
    const change = fc.record({
      place: fc.constantFrom(...places),
      value: fc.oneof(
        fc.jsonValue(),
        fc.string({ unit: "grapheme" }),
        fc.constantFrom("feed", "content", "x"),
      ),
    });
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 2 }), (changes) => {
        const given = changes.reduce((all, { place, value }) => replaced(all, place, value), parse(full));
        const text = stringify(given);
        const outcome = read(text);
        expectOrderly(outcome, text);
        if (!(outcome instanceof ConfigError)) expect(record(outcome) ?? 1).toBe(1);
      }),
      { numRuns: 100 },
    );
  });

  it("and core takes the README's example", () => {
    expect(record(parseConfig(example))).toBe(1);
  });
});

describe("no secret is printed", { timeout: 60_000 }, () => {
  const secret = fc.stringMatching(/^[a-z0-9!$%/+=?~^-]{12,40}$/).map((text) => `Zq7${text}`);

  it.each([
    ["as a key", "{ env: PROBITY_KEY_2026_H2 }", (text: string) => JSON.stringify(text)],
    ["as a password", "{ env: PROBITY_CLICKHOUSE_PASSWORD }", (text: string) => JSON.stringify(text)],
    [
      "as a password with a mistyped key",
      "password: { env: PROBITY_CLICKHOUSE_PASSWORD }",
      (text: string) => `pasword: ${JSON.stringify(text)}`,
    ],
    ["as a variable's name", "PROBITY_CLICKHOUSE_PASSWORD", (text: string) => JSON.stringify(`${text}!`)],
    [
      "in a URL",
      "http://127.0.0.1:8123",
      (text: string) => JSON.stringify(`http://writer:${text}@127.0.0.1`),
    ],
    [
      "in the URL of a host that is told of decisions",
      "storage:",
      (text: string) => `propagation: { sendTo: [${JSON.stringify(`http://u:${text}@ranker`)}] }\nstorage:`,
    ],
    ["after an open quote", "{ env: PROBITY_CLICKHOUSE_PASSWORD }", (text: string) => `"${text}`],
    ["after another text", "{ env: PROBITY_CLICKHOUSE_PASSWORD }", (text: string) => `"a" ${text}`],
    [
      "after a tag",
      "{ env: PROBITY_CLICKHOUSE_PASSWORD }",
      (text: string) => `!${text.replaceAll(/\W/g, "")}`,
    ],
  ])("that stands %s", (_, place, write) => {
    fc.assert(
      fc.property(secret, (text) => {
        const outcome = read(exampleWith([place, write(text)]));
        expect(outcome).toBeInstanceOf(ConfigError);
        const { message, problems } = outcome as ConfigError;
        expect(message + JSON.stringify(problems)).not.toContain("Zq7");
      }),
      { numRuns: 20 },
    );
  });
});

/** Opens and closes a decision of the first algorithm; says how many were recorded, if there is one. */
function record(config: Config): number | undefined {
  const { service, catalog, algorithms, outlets, rules } = config;
  const packs = rules.packs.map((id) => rulePacks.get(id)!);
  const recorder = new Recorder({
    service,
    catalog: createCatalog(catalog),
    algorithms,
    outlets,
    pseudonyms: new Pseudonyms({ id: config.pseudonyms.current, secret: new Uint8Array(32) }),
    judge: judgeWith([...packs, ownPack(rules.own)], rules),
    sink: { accept: () => true },
  });
  const [algorithm] = algorithms;
  if (!algorithm) return undefined;
  recorder.open({ algorithm: algorithm.id, outlet: outlets[0]?.id }).close();
  recorder.close();
  return recorder.counters.recorded.get(algorithm.id);
}

type Step = string | number;
type Fields = Readonly<Record<string, unknown>>;

function* placesIn(value: unknown, path: readonly Step[]): Generator<readonly Step[]> {
  yield path;
  if (typeof value !== "object" || value === null) return;
  for (const [key, below] of Object.entries(value as Fields)) yield* placesIn(below, [...path, key]);
}

function replaced(value: unknown, [step, ...rest]: readonly Step[], by: unknown): unknown {
  if (step === undefined) return by;
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value as Fields).map(([key, below]) => [
    key,
    key === step ? replaced(below, rest, by) : below,
  ]);
  return Array.isArray(value) ? entries.map(([, below]) => below) : Object.fromEntries(entries);
}
