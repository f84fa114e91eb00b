import { describe, expect, it } from "vitest";
import { isKnownCode, needsSeparateConsent, taxonomy } from "../src/taxonomy/taxonomy.ts";

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
});
