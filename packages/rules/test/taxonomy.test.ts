import { describe, expect, it } from "vitest";
import { codeCombinations } from "../src/taxonomy/combinations.ts";
import {
  isKnownCode,
  isSensitiveIn,
  needsSeparateConsent,
  taxonomy,
  taxonomyVersion,
} from "../src/taxonomy/taxonomy.ts";
import { taxonomyChanges } from "../src/taxonomy/taxonomy-changes.ts";

/** The codes by tier: a list of its own, so that none gets lost. */
const expected = {
  S: [
    ...["GENE", "FACE", "VOICE", "FINGER", "EYE", "GAIT", "EAR"].map((kind) => `SPI.BIO.${kind}`),
    ...["FAITH", "ORG", "PRACTICE"].map((kind) => `SPI.REL.${kind}`),
    ...["DISABLED", "JOB", "OTHER"].map((kind) => `SPI.IDN.${kind}`),
    ...["COND", "VISIT", "TEST", "REPRO"].map((kind) => `SPI.MED.${kind}`),
    ...["ACCOUNT", "TOKEN", "INCOME"].map((kind) => `SPI.FIN.${kind}`),
    "SPI.LOC.TRACK",
    "SPI.U14",
  ],
  G: [
    "SPI.LOC.PRECISE",
    ...["SEX", "CREDIT", "CRIME", "IDPHOTO", "INTIMATE"].map((kind) => `SPI.OTH.${kind}`),
    "SPI.AGG",
  ],
  L: ["ID", "PROP", "COMM", "CONTACT", "BROWSE", "LODGING", "MARRIAGE"].map((kind) => `LEG.${kind}`),
  N: ["LEG.COARSELOC"],
  D: ["ETHNIC", "RELIGION", "HEALTH", "DISABLE", "SEX", "PRICESENS", "VULN"].map((kind) => `DRV.${kind}`),
  X: ["TAG.ILLEGAL", "TAG.BAD"],
  E: ["EU.ETHNIC", "EU.POL", "EU.UNION"],
};

describe("the taxonomy", () => {
  it.each(Object.entries(expected))("holds every code of tier %s", (tier, codes) => {
    expect(taxonomy.filter((entry) => entry.tier === tier).map(({ code }) => code)).toEqual(codes);
  });

  it("holds each code once", () => {
    expect(new Set(taxonomy.map(({ code }) => code)).size).toBe(taxonomy.length);
  });

  it("has for each a name in both languages, examples and a source with its mark", () => {
    for (const { zh, en, examples, source } of taxonomy) {
      expect(zh).toMatch(/[\u4e00-\u9fff]{2}/);
      expect(en).toMatch(/^[\x20-\x7e]{3,}$/);
      expect(examples.every((name) => name !== "")).toBe(true);
      expect(source.length).toBeGreaterThan(0);
    }
  });

  it("knows whole codes, not classes or strangers", () => {
    expect(isKnownCode("SPI.MED.COND")).toBe(true);
    expect(["SPI.MED", "SPI", "spi.med.cond", "SPI.MED.CONDITION", ""].filter(isKnownCode)).toEqual([]);
  });

  it("asks for a separate consent to tiers S and G", () => {
    const asking = taxonomy.map(({ code }) => code).filter(needsSeparateConsent);
    expect(new Set(asking)).toEqual(new Set([...expected.S, ...expected.G]));
    expect(needsSeparateConsent("SPI.MED")).toBe(false);
  });

  it("tells by which law a code is sensitive", () => {
    const europe = taxonomy.map(({ code }) => code).filter((code) => isSensitiveIn(code, "EU"));
    expect(europe).toEqual(expect.arrayContaining(["EU.POL", "SPI.BIO.FACE", "SPI.MED.TEST", "DRV.HEALTH"]));
    expect(europe.filter((code) => /^(?:LEG|TAG|SPI\.(?:FIN|LOC|U14|AGG))/.test(code))).toEqual([]);
    expect(isSensitiveIn("EU.POL", "CN")).toBe(false);
    expect(isSensitiveIn("SPI.FIN.ACCOUNT", "CN")).toBe(true);
    expect(isSensitiveIn("SPI.MED", "EU")).toBe(false);
  });
});

describe("the versions of the taxonomy", () => {
  it("give, played one after the other, the taxonomy of today", () => {
    const tiers: Map<string, string> = new Map();
    for (const { added, removed, moved } of taxonomyChanges) {
      for (const [tier, codes] of Object.entries(added)) {
        for (const code of codes) {
          expect(tiers.has(code), code).toBe(false);
          tiers.set(code, tier);
        }
      }
      for (const code of removed) expect(tiers.delete(code), code).toBe(true);
      for (const { code, from, to } of moved) {
        expect(tiers.get(code), code).toBe(from);
        tiers.set(code, to);
      }
    }
    const today = taxonomy.map(({ code, tier }): [string, string] => [code, tier]);
    expect([...tiers].sort()).toEqual(today.sort());
  });

  it("are numbered from 1, in the order of their days, with a reason in both languages", () => {
    expect(taxonomyChanges.map(({ version }) => version)).toEqual(taxonomyChanges.map((_, i) => i + 1));
    expect(taxonomyChanges.map(({ date }) => date)).toEqual(taxonomyChanges.map(({ date }) => date).sort());
    expect(taxonomyVersion).toBe(taxonomyChanges.length);
    for (const { why } of taxonomyChanges) {
      expect(why.zh).toMatch(/[\u4e00-\u9fff]{4}/);
      expect(why.en).toMatch(/^[\x20-\x7e]{20,}$/);
    }
  });
});

describe("the combinations", () => {
  it("are made of whole codes that are not sensitive alone, and are marked as ours", () => {
    expect(new Set(codeCombinations.map(({ id }) => id)).size).toBe(codeCombinations.length);
    for (const { id, parts, source } of codeCombinations) {
      expect(id).toMatch(/^AGG\.[A-Z_]+$/);
      expect(parts.length).toBeGreaterThan(1);
      expect(parts.flat().every((code) => isKnownCode(code) && !needsSeparateConsent(code))).toBe(true);
      expect(source.some(({ mark }) => mark === "I")).toBe(true);
    }
  });
});
