import { FeatureSet } from "@probity/core";
import { describe, expect, it } from "vitest";
import { l01 } from "../../src/cn/l01-harmful-tags.ts";
import { buildLexicon } from "../../src/lexicon/tag-lexicon.ts";
import { algorithm, catalogOf, hitOf, holdOf } from "../facts.ts";

const catalog = catalogOf({ name: "u.likes[]", tags: true }, { name: "u.vulgar", codes: ["TAG.BAD"] });
const plain = catalogOf({ name: "u.likes[]", tags: true });
const lexicon = buildLexicon([
  { word: "casino", code: "TAG.ILLEGAL" },
  { word: "gore", code: "TAG.BAD" },
]);

describe("L01, keywords of harmful content as tags", () => {
  it("finds tags by the lexicon, counts them, and names their codes only", () => {
    const hit = hitOf(l01, plain, { tagsUsed: ["casino night", "gore", "books"] }, { lexicon });
    expect(hit).toEqual({ features: [], detail: "codes=TAG.BAD,TAG.ILLEGAL tags=2" });
  });

  it("finds features that are such tags by their code, without a lexicon too", () => {
    expect(hitOf(l01, catalog, { used: ["u.vulgar"] })).toEqual({
      features: ["u.vulgar"],
      detail: "codes=TAG.BAD",
    });
  });

  it("says nothing about other tags, and without a lexicon about any", () => {
    expect(hitOf(l01, catalog, { tagsUsed: ["books"], used: ["u.likes[]"] }, { lexicon })).toBeUndefined();
    expect(hitOf(l01, catalog, { tagsUsed: ["casino"] })).toBeUndefined();
  });

  it("isn't asked without a lexicon and without such features", () => {
    expect(l01.compile!({ catalog: plain, algorithm })).toBeUndefined();
    expect(l01.compile!({ catalog: plain, algorithm, lexicon: buildLexicon([]) })).toBeUndefined();
  });

  it("keeps such tags and features out of sight where it is enforced", () => {
    const hold = holdOf(l01, catalog, {}, { lexicon });
    expect(hold?.features).toEqual(FeatureSet.of(2, [1]));
    expect(["casino", "books"].map((tag) => hold?.refusesTag?.(tag))).toEqual([true, false]);
  });

  it("names the codes of tags that were held back", () => {
    const held = { features: FeatureSet.empty(2), unregistered: 0, tags: ["gore"], items: [] };
    const hit = hitOf(l01, plain, { held }, { lexicon, mode: "enforce" });
    expect(hit?.detail).toBe("codes=TAG.BAD tags=1");
  });
});
