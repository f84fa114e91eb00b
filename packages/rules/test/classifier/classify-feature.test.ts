import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { explain, type Evidence } from "../../src/classifier/classification.ts";
import { classifyFeature, type FeatureInput } from "../../src/classifier/classify-feature.ts";
import { detectors, unseenCodes } from "../../src/classifier/detectors.ts";
import { taxonomy } from "../../src/taxonomy/taxonomy.ts";

function codesOf(input: FeatureInput): string[] {
  return classifyFeature(input).codes.map(({ stands, confidence }) => `${stands} ${confidence}`);
}

describe("a name", () => {
  it("holds a word where words of it begin and end, written as one or parted", () => {
    for (const name of [
      "id_card",
      "idCard",
      "IDCard",
      "id-card",
      "idcard",
      "user.idcard.v2",
      "ID CARD",
      "ｉｄｃａｒｄ",
    ]) {
      expect(codesOf({ name })).toEqual(["LEG.ID high"]);
    }
    for (const name of ["transfer", "sfzxq", "grid_cardinal", "i_dcard"])
      expect(codesOf({ name })).toEqual([]);
  });

  it("holds the longer word and not the shorter one within it", () => {
    expect(codesOf({ name: "id_card_img" })).toEqual(["SPI.OTH.IDPHOTO high"]);
    expect(codesOf({ name: "身份证照片" })).toEqual(["SPI.OTH.IDPHOTO high"]);
    expect(codesOf({ name: "身份证照片和身份证" })).toEqual(["LEG.ID high", "SPI.OTH.IDPHOTO high"]);
    expect(codesOf({ name: "id_card_and_passport" })).toEqual(["LEG.ID high"]);
  });

  it("says that a label was inferred", () => {
    const { codes } = classifyFeature({ name: "predicted_diabetes" });
    expect(codes.map(({ stands }) => stands)).toEqual(["DRV.HEALTH"]);
    expect(codes[0]?.evidence[0]).toMatchObject({ found: "diabetes", isInferred: true });
    expect(codesOf({ name: "性倾向" })).toEqual(["SPI.OTH.SEX high"]);
  });

  it("means something else beside some words", () => {
    expect(codesOf({ name: "device_fingerprint" })).toEqual([]);
    expect(codesOf({ name: "fingerprint" })).toEqual(["SPI.BIO.FINGER high"]);
  });

  it("is suggested with less confidence where it has other meanings, and where only the source says so", () => {
    expect(codesOf({ name: "mz" })).toEqual(["DRV.ETHNIC low", "EU.ETHNIC low"]);
    expect(codesOf({ name: "date", source: "hospital" })).toEqual(["SPI.MED.VISIT medium"]);
    expect(codesOf({ name: "hospital.date", source: "hospital" })).toEqual(["SPI.MED.VISIT high"]);
  });

  it("is told as personal where it has no code of its own", () => {
    const { codes, personal } = classifyFeature({ name: "shoujihao" });
    expect(codes).toEqual([]);
    expect(personal).toMatchObject([{ stands: "mobile", confidence: "high" }]);
  });
});

describe("the samples", () => {
  it("speak for themselves whatever the name is, and with it are certain", () => {
    const cards = ["4111111111111111", "5555555555554444", "378282246310005"];
    expect(codesOf({ name: "x", samples: cards })).toEqual(["SPI.FIN.ACCOUNT high"]);
    expect(codesOf({ name: "x", samples: cards.slice(0, 1) })).toEqual(["SPI.FIN.ACCOUNT medium"]);
    expect(codesOf({ name: "card_no", samples: cards.slice(0, 1) })).toEqual(["SPI.FIN.ACCOUNT high"]);
  });

  it("must mostly have the form", () => {
    expect(codesOf({ name: "x", samples: ["10.0.0.1", "fe80::1", "", null, "::ffff:1.2.3.4"] })).toEqual([
      "LEG.COARSELOC high",
    ]);
    expect(codesOf({ name: "x", samples: ["10.0.0.1", "b", "c"] })).toEqual([]);
  });

  it("are in no part of the answer", () => {
    const planted = [
      "13800138000",
      "13900139000",
      "a.person@example.com",
      "31.230416,121.473701",
      "11010519491231002X",
    ];
    fc.assert(
      fc.property(
        fc.subarray(planted, { minLength: 1 }),
        fc.constantFrom("x", "mobile", "email"),
        (samples, name) => {
          const answer = classifyFeature({ name, samples });
          const said = [...answer.codes, ...answer.personal].flatMap(({ evidence }) => evidence.map(explain));
          const text = JSON.stringify([answer, said]);
          for (const value of planted) expect(text).not.toContain(value);
        },
      ),
    );
  });

  it("are counted, and no more than two hundred are looked at", () => {
    function* endless(): Generator<string> {
      for (;;) yield "10.0.0.1";
    }
    expect(classifyFeature({ name: "x", samples: endless() }).samples).toBe(200);
    expect(
      classifyFeature({ name: "x", samples: [{}, null, undefined, "", " ", Symbol("s"), 5n, 1.5] }).samples,
    ).toBe(2);
  });
});

describe("a hostile name", () => {
  it.each([
    ["a megabyte of one letter", "a".repeat(1 << 20)],
    ["a megabyte of parts", "i_d_".repeat(1 << 18)],
    ["a megabyte of ideographs", "身份".repeat(1 << 19)],
    ["half characters", "\ud800\udc00\ud800身份证\udfff"],
    ["what grows in normal form", "\u{fdfa}".repeat(1 << 16)],
  ])("is looked at up to a bound, and it says so: %s", (_, name) => {
    const { isCut } = classifyFeature({ name, source: name.slice(1), samples: [name] });
    expect(isCut).toBe(name.length > 256);
  });

  it("never throws, and the same gives the same", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 400 }), fc.array(fc.anything()), (name, samples) => {
        expect(classifyFeature({ name, samples })).toEqual(classifyFeature({ name, samples }));
      }),
    );
  });
});

describe("the detectors", () => {
  it("account for every code of the taxonomy", () => {
    expect([...detectors.keys()]).toEqual(taxonomy.map(({ code }) => code));
  });

  it("say by name which codes nothing looks for here, and who else does", () => {
    expect(unseenCodes).toEqual(["SPI.AGG"]);
    expect(detectors.get("SPI.AGG")).toEqual({ name: false, shapes: [], elsewhere: "rule S06" });
    expect(detectors.get("LEG.ID")).toEqual({ name: true, shapes: ["id_card", "id_card_15", "passport"] });
    expect(classifyFeature({ name: "x" }).unseen).toEqual(unseenCodes);
  });

  it.each(
    taxonomy.filter(({ code }) => code !== "SPI.AGG").map(({ code, examples }) => [code, examples] as const),
  )("recognise %s by the examples of the taxonomy", (code, examples) => {
    for (const name of examples.filter((each) => each !== "*")) {
      expect(
        classifyFeature({ name }).codes.map(({ stands }) => stands),
        name,
      ).toContain(code);
    }
  });
});

describe("explain", () => {
  it("says in both languages what speaks for it", () => {
    const said = (input: FeatureInput): unknown => {
      const { codes, personal } = classifyFeature(input);
      return [...codes, ...personal].flatMap(({ evidence }) =>
        evidence.map((each: Evidence) => explain(each)),
      );
    };
    expect(said({ name: "sfz" })).toEqual([
      { zh: "名称含拼音首字母「sfz」", en: 'the name has the initials of a pinyin "sfz"' },
    ]);
    expect(said({ name: "糖尿病预测" })).toEqual([
      {
        zh: "名称含「糖尿病」，且表明是推断",
        en: 'the name has the Chinese word "糖尿病", and says that it is inferred',
      },
    ]);
    expect(said({ name: "x", samples: ["13800138000", "x"] })).toEqual([]);
    expect(said({ name: "x", source: "religion", samples: ["13800138000", "13900139000"] })).toEqual([
      { zh: "数据源名称含英文「religion」", en: 'the source\'s name has the English "religion"' },
      { zh: "2 个取值中有 2 个形似中国手机号", en: "2 of 2 values look like Chinese mobile numbers" },
    ]);
  });
});
