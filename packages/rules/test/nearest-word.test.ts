import { describe, expect, it } from "vitest";
import { nearestWord } from "../src/nearest-word.ts";
import { taxonomy } from "../src/taxonomy/taxonomy.ts";

describe("nearestWord", () => {
  it.each([
    ["a letter missing", "feture", ["source", "feature"], "feature"],
    ["a letter too many", "feedd", ["feed", "hot"], "feed"],
    ["a wrong letter", "personalized", ["ranking", "personalised"], "personalised"],
    ["two letters swapped", "evn", ["file", "env"], "env"],
    ["the wrong case", "get", ["POST", "GET"], "GET"],
    ["the end of a longer word", "MED.COND", ["SPI.MED.VISIT", "SPI.MED.COND"], "SPI.MED.COND"],
    ["the start of a longer word", "official", ["api", "official_account"], "official_account"],
    ["full-width letters", "ｆｅｅｄ", ["feed"], "feed"],
    ["Chinese characters", "首页推", ["首页", "热榜"], "首页"],
    ["the nearest of several near ones", "rankin", ["tracking", "ranking"], "ranking"],
    ["the first of equals", "cat", ["bat", "rat"], "bat"],
  ])("finds %s", (_, written, words, nearest) => {
    expect(nearestWord(written, words)).toBe(nearest);
  });

  it.each([
    ["nothing like it", "private", ["source", "codes"]],
    ["no words at all", "feed", []],
    ["nothing written", "", ["a"]],
    ["two letters of a longer word", "of", ["offline_features"]],
    ["a text of some length", "x".repeat(201), ["x".repeat(200)]],
  ])("finds nothing for %s", (_, written, words) => {
    expect(nearestWord(written, words)).toBeUndefined();
  });

  it("is quick among thousands of names", () => {
    const names = Array.from({ length: 20_000 }, (_, n) => `profile.feature_${n}`);
    const began = performance.now();
    expect(nearestWord("profil.feature_19999", names)).toBe("profile.feature_19999");
    expect(performance.now() - began).toBeLessThan(2_000);
  });

  it("finds every code of the taxonomy from itself with one letter gone", () => {
    for (const { code } of taxonomy) {
      for (let letter = 0; letter < code.length; letter += 1) {
        const written = code.slice(0, letter) + code.slice(letter + 1);
        expect(nearestWord(written, [code]), written).toBe(code);
      }
    }
  });
});
