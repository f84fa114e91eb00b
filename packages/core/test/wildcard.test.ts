import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { wildcard } from "../src/wildcard.ts";

describe("a pattern with wildcards", () => {
  it.each([
    ["readers", "readers"],
    ["Readers", "rEADERS"],
    ["*", ""],
    ["*", "anything.at.all"],
    ["user:*:tags", "user:*:tags"],
    ["user:*:tags", "user:7:8:tags"],
    ["*.internal", "ranker.eu.internal"],
    ["a*b*c", "a-b-b-c"],
    ["a*b*a", "aba"],
    ["user:*:tags", "user::tags"],
    ["**", "x"],
    ["[a].(b)+", "[a].(b)+"],
  ])("%j is like %j", (pattern, text) => {
    expect(wildcard(pattern)(text)).toBe(true);
  });

  it.each([
    ["readers", "reader"],
    ["readers", "readers2"],
    ["", "a"],
    ["*.internal", "internal"],
    ["*.internal", "ranker.internal.example"],
    ["user:*:tags", "user:7:tag"],
    ["a*b*c", "a-c-b"],
    ["a*a", "a"],
    ["a*b*ba", "aba"],
    ["user:*:tags", "user:tags"],
    ["a.c", "abc"],
  ])("%j is not like %j", (pattern, text) => {
    expect(wildcard(pattern)(text)).toBe(false);
  });

  it("is like the same texts as the regular expression with .* for each star", () => {
    const letters = (from: readonly string[]): fc.Arbitrary<string> =>
      fc.array(fc.constantFrom(...from), { maxLength: 8 }).map((all) => all.join(""));
    fc.assert(
      fc.property(letters(["a", "b", "*"]), letters(["a", "b", "B", "*"]), (pattern, text) => {
        const model = new RegExp(`^${pattern.replaceAll("*", ".*")}$`, "i");
        expect(wildcard(pattern)(text)).toBe(model.test(text));
      }),
      { numRuns: 1000 },
    );
  });

  it("isn't slowed down by what would take a regular expression for ever", () => {
    expect(wildcard(`${"a*".repeat(50)}b`)("a".repeat(5_000))).toBe(false);
  });
});
