import { readFileSync } from "node:fs";
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { configJsonSchema, type JsonSchema } from "../src/json-schema.ts";
import { referencePage } from "../src/reference-page.ts";
import { example, exampleWith, ruledExample, spannedExampleWith, spooledExample } from "./support/example.ts";

const shipped = (path: string): string => readFileSync(new URL(path, import.meta.url), "utf8");

describe("what is made of the schema is up to date; otherwise run `npm run generate` in packages/config", () => {
  it("schema.json", () => {
    expect(JSON.parse(shipped("../schema.json"))).toEqual(configJsonSchema());
  });

  it("docs/reference/config.md", () => {
    expect(shipped("../../../docs/reference/config.md")).toBe(referencePage(configJsonSchema()));
  });
});

describe("schema.json", () => {
  const schema = JSON.parse(shipped("../schema.json")) as JsonSchema;
  const validate = new Ajv2020({ allErrors: true }).compile(schema);
  const faultsOf = (text: string): unknown => {
    validate(parse(text));
    return validate.errors?.map(({ instancePath, keyword }) => `${instancePath} ${keyword}`) ?? [];
  };

  it("is of draft 2020-12", () => {
    expect(schema).toMatchObject({
      $schema: "https://json-schema.org/draft/2020-12/schema",
      title: "probity.yaml",
    });
  });

  it.each([
    ["the README's example", example],
    ["one with a spool", spooledExample],
    ["one with rules for spans", spannedExampleWith()],
    ["one with rules that hold, and what they are held against", ruledExample],
  ])("accepts %s", (_, text) => {
    expect(faultsOf(text)).toEqual([]);
  });

  it.each([
    ["an unknown key", "dataset: readers", "datset: readers", "/sources/profile additionalProperties"],
    ["a missing key", "form: website, ", "", "/outlets/home required"],
    ["an unknown word", "type: ranking", "type: rankings", "/algorithms/hot/type enum"],
    ["an unknown code", "LEG.BROWSE", "LEG.BROWS", "/features/profile.interests[]/codes/0 enum"],
    ["an id that no rule can have", "M04: off", "4M: off", "/rules/modes propertyNames"],
    ["an unknown mode", "M04: off", "M04: enforced", "/rules/modes/M04 enum"],
    [
      "a bad name",
      "  books.rating: {",
      "  books.my rating: {}\n  books.rating: {",
      "/features propertyNames",
    ],
    ["a key in the file itself", "{ env: PROBITY_KEY_2026_H2 }", "sesame", "/pseudonyms/keys/2026-h2 type"],
    [
      "a reference to nothing",
      "{ env: PROBITY_CLICKHOUSE_PASSWORD }",
      "{}",
      "/storage/password minProperties",
    ],
    [
      "a limit out of range",
      "username: writer",
      "username: writer\n  maxPendingBytes: 1",
      "/storage/maxPendingBytes minimum",
    ],
    ["a spool without a directory", "storage:", "spool: { whenFull: drop }\nstorage:", "/spool required"],
    ["a rule for any span", "storage:", "spans: [{ match: {} }]\nstorage:", "/spans/0/match minProperties"],
    [
      "a rule that doesn't ignore",
      "storage:",
      "spans: [{ match: { table: a }, ignore: false }]\nstorage:",
      "/spans/0/ignore const",
    ],
    [
      "an outlet that no request says",
      "outlet: home,",
      "outlet: { default: home },",
      "/routes/0/outlet oneOf",
    ],
    ["a path without its slash", "path: /feed", "path: feed", "/routes/0/path pattern"],
  ])("refuses %s", (_, from, to, fault) => {
    expect(faultsOf(exampleWith([from, to]))).toContain(fault);
  });

  it("says in English and Chinese what each key means", () => {
    const silent = [...fieldsOf(schema, "")].filter(
      ([, { description = "" }]) => !/^[^\n]+\n[^\n]*\p{sc=Han}/u.test(description),
    );
    expect(silent.map(([path]) => path)).toEqual([]);
  });
});

function* fieldsOf(schema: JsonSchema, path: string): Generator<[path: string, field: JsonSchema]> {
  yield [path, schema];
  for (const [key, below] of Object.entries(schema.properties ?? {}))
    yield* fieldsOf(below, `${path}.${key}`);
  if (typeof schema.additionalProperties === "object")
    yield* fieldsOf(schema.additionalProperties, `${path}.*`);
  if (schema.items?.properties) yield* fieldsOf(schema.items, `${path}[]`);
}
