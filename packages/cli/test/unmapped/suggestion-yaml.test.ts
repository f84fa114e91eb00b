import { parseConfig } from "@probity/config";
import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { unmappedTexts } from "../../src/language/unmapped-texts.ts";
import { suggestionsFor } from "../../src/unmapped/suggestions.ts";
import { suggestionYaml } from "../../src/unmapped/suggestion-yaml.ts";
import { YAML } from "../support/config.ts";
import { pasted, unmappedCall } from "../support/unmapped.ts";

const declared = parseConfig(YAML, { file: "probity.yaml" });
const calls = [
  unmappedCall(),
  unmappedCall({ target: "readers", fields: ["age", "city"] }),
  unmappedCall({ operation: "WITH", calls: 3, fields: ["at"] }),
  unmappedCall({ operation: "INSERT", calls: 9, fields: [] }),
  unmappedCall({
    system: "redis",
    host: "cache",
    database: "0",
    operation: "GET",
    target: "flags:*",
    fields: [],
  }),
  unmappedCall({ system: "", calls: 2 }),
];

describe("suggestionYaml", () => {
  it("is what a person pastes: sources and features that are missing, then the rules, writes first", () => {
    const suggestions = suggestionsFor(calls, declared.catalog);
    expect(suggestions.hopeless).toBe(2);
    expect(suggestionYaml(suggestions, unmappedTexts.en)).toBe(`sources:
  ratings: { system: postgresql, dataset: ratings }
  flags: { system: redis, dataset: flags:* }
features:
  ratings.isbn: { purposes: [] } # to be filled in: what it may be used for
  ratings.rating: { purposes: [] } # to be filled in: what it may be used for
  profile.city: { purposes: [] } # to be filled in: what it may be used for
  ratings.at: { purposes: [] } # to be filled in: what it may be used for
  flags: { purposes: [] } # to be filled in: what it may be used for
spans:
  # 9 calls
  - match: { system: postgresql, database: shop, table: ratings, operation: INSERT }
    ignore: true
  # 123 calls
  - match: { system: postgresql, database: shop, table: ratings }
    source: ratings
    fields: { id: null }
  # 120 calls
  - match: { system: postgresql, database: shop, table: readers }
    source: profile
  # 120 calls
  - match: { system: redis, key: flags:* }
    source: flags
    features: [ flags ]
`);
  });

  it("has its comments in Chinese", () => {
    const yaml = suggestionYaml(suggestionsFor(calls.slice(0, 1), declared.catalog), unmappedTexts.zh);
    expect(yaml).toContain("# 待填写：允许的使用目的\n");
    expect(yaml).toContain("  # 120 次调用\n");
  });

  it("is empty where nothing can be suggested", () => {
    expect(suggestionYaml(suggestionsFor([], declared.catalog), unmappedTexts.en)).toBe("");
  });

  it("is taken by a configuration, and then says what it says", () => {
    const yaml = suggestionYaml(suggestionsFor(calls, declared.catalog), unmappedTexts.en);
    const config = parseConfig(pasted(YAML, yaml), { file: "probity.yaml" });
    expect(config.spans).toEqual([
      { match: { system: "postgresql", database: "shop", table: "ratings", operation: "INSERT" } },
      {
        match: { system: "postgresql", database: "shop", table: "ratings" },
        source: "ratings",
        fields: { id: null },
      },
      { match: { system: "postgresql", database: "shop", table: "readers" }, source: "profile" },
      { match: { system: "redis", key: "flags:*" }, source: "flags", features: ["flags"] },
    ]);
    expect(config.warnings.map(({ code }) => code)).not.toContain("unused");
  });

  it("is taken by a configuration for whatever calls there are", () => {
    const text = fc.oneof(
      fc.string({ unit: "binary", maxLength: 12 }).filter((value) => value.isWellFormed()),
      fc.constantFrom(
        "*",
        "",
        "a:*:b",
        "/users/:id",
        "/a/{b}",
        "public.users",
        "x: y # z",
        "- a",
        "null",
        "7",
        "长",
      ),
      fc.string({ unit: "grapheme-ascii", minLength: 200, maxLength: 600 }),
    );
    const system = fc.oneof(fc.constantFrom("postgresql", "redis", "http", "grpc", "kafka", "mongodb"), text);
    const call = fc
      .record({
        ...{ system, host: text, database: text, target: text },
        operation: fc.oneof(fc.constantFrom("SELECT", "INSERT", "GET", "a.B/C"), text),
        fields: fc.array(fc.oneof(text, fc.constantFrom("id", "age", "a.b[]")), { maxLength: 5 }),
      })
      .map(unmappedCall);
    fc.assert(
      fc.property(fc.array(call, { maxLength: 6 }), (given) => {
        const yaml = suggestionYaml(suggestionsFor(given, declared.catalog), unmappedTexts.en);
        expect(() => parseConfig(pasted(YAML, yaml), { file: "probity.yaml" })).not.toThrow();
      }),
      { numRuns: 300 },
    );
  });
});
