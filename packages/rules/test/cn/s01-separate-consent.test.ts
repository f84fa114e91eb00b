import { describe, expect, it } from "vitest";
import { s01 } from "../../src/cn/s01-separate-consent.ts";
import { algorithm, catalogOf, type Given, hitOf } from "../facts.ts";

const catalog = catalogOf(
  { name: "u.age", purposes: ["safety"] },
  { name: "u.clicks", codes: ["LEG.BROWSE"] },
  { name: "u.face", codes: ["SPI.BIO.FACE"], purposes: ["safety"] },
  { name: "u.gps", codes: ["SPI.LOC.PRECISE"] },
  { name: "u.illness", codes: ["SPI.MED.COND", "SPI.MED.VISIT"] },
  { name: "u.likes" },
  { name: "u.stock", personal: false },
);
const all = catalog.features.map(({ name }) => name);

function hit(
  subject: NonNullable<Given["subject"]>,
  used: readonly string[] = all,
): ReturnType<typeof hitOf> {
  return hitOf(s01, catalog, { subject, used });
}

describe("S01, sensitive data without separate consent", () => {
  it("finds features of tiers S and G, and lists their codes", () => {
    expect(hit({})).toEqual({
      features: ["u.face", "u.gps", "u.illness"],
      detail: "codes=SPI.BIO.FACE,SPI.LOC.PRECISE,SPI.MED.COND,SPI.MED.VISIT",
    });
  });

  it("asks for a consent to every code of a feature", () => {
    const separateConsents = ["SPI.BIO.FACE", "SPI.LOC.PRECISE", "SPI.MED.COND"];
    expect(hit({ separateConsents })).toEqual({ features: ["u.illness"], detail: "codes=SPI.MED.VISIT" });
  });

  it("takes a consent to a class for all of its codes", () => {
    expect(hit({ separateConsents: ["SPI.MED", "SPI.BIO"] })).toEqual({
      features: ["u.gps"],
      detail: "codes=SPI.LOC.PRECISE",
    });
    expect(hit({ separateConsents: ["SPI.MED", "SPI.BIO", "SPI.LOC"] })).toBeUndefined();
  });

  it.each(["SPI", "SPI.", "SPI.ME", "SPI.MED.", "SPI.MED.COND.X", "LEG.BROWSE", "*", ""])(
    "takes the consent %j for nothing",
    (consent) => {
      expect(hit({ separateConsents: [consent] }, ["u.illness"])).toEqual({
        features: ["u.illness"],
        detail: "codes=SPI.MED.COND,SPI.MED.VISIT",
      });
    },
  );

  it("says nothing about browsing history, plain features and features that were not used", () => {
    expect(hit({}, ["u.clicks", "u.likes", "u.stock"])).toBeUndefined();
    expect(hit({}, [])).toBeUndefined();
  });

  describe("of an under-14", () => {
    it("takes every personal feature for SPI.U14, except those for safety alone", () => {
      expect(hit({ ageBand: "u14" }, ["u.age", "u.clicks", "u.likes", "u.stock"])).toEqual({
        features: ["u.clicks", "u.likes"],
        detail: "codes=SPI.U14",
      });
    });

    it.each<[string, Given["subject"]]>([
      ["a guardian's consent", { guardianConsent: true }],
      ["a separate consent", { separateConsents: ["SPI.U14"] }],
    ])("is content with %s as far as age goes", (_, consent) => {
      expect(hit({ ageBand: "u14", ...consent }, ["u.clicks", "u.likes"])).toBeUndefined();
      expect(hit({ ageBand: "u14", ...consent })?.features).toEqual(["u.face", "u.gps", "u.illness"]);
    });

    it("still takes a feature's own codes, safety or not", () => {
      const subject = { ageBand: "u14", guardianConsent: true } as const;
      expect(hit(subject, ["u.face"])).toEqual({ features: ["u.face"], detail: "codes=SPI.BIO.FACE" });
    });

    it("lists both a feature's own codes and SPI.U14", () => {
      expect(hit({ ageBand: "u14" }, ["u.gps"])?.detail).toBe("codes=SPI.LOC.PRECISE,SPI.U14");
    });
  });

  it("takes a child's data on an adult's account by its code", () => {
    const family = catalogOf({ name: "u.child", codes: ["SPI.U14"] }, { name: "u.likes" });
    const used = ["u.child", "u.likes"];
    expect(hitOf(s01, family, { subject: { ageBand: "adult" }, used })?.features).toEqual(["u.child"]);
    expect(hitOf(s01, family, { subject: { ageBand: "u14" }, used })?.features).toEqual([
      "u.child",
      "u.likes",
    ]);
    expect(hitOf(s01, family, { subject: { ageBand: "u14", guardianConsent: true }, used })).toBeUndefined();
  });

  it("isn't asked where nothing is personal or sensitive", () => {
    const plain = catalogOf({ name: "u.stock", personal: false, codes: ["LEG.PROP"] });
    expect(s01.compile!({ catalog: plain, algorithm })).toBeUndefined();
  });
});
