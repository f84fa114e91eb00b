import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { buildLexicon, type LexiconEntry } from "../../src/lexicon/tag-lexicon.ts";
import { naiveLexicon } from "./naive-lexicon.ts";

function finding(...words: readonly string[]): (tag: string) => boolean {
  const lexicon = buildLexicon(words.map((word) => ({ word, code: "TAG.ILLEGAL" })));
  return (tag) => lexicon.find(tag).length > 0;
}

describe("a word that is written without spaces around it", () => {
  const finds = finding("赌博", "カジノ");

  it.each(["赌博", "赌博攻略", "爱赌博的人", "网络赌博", "オンラインカジノ", "ｶｼﾞﾉ"])(
    "is found in %s",
    (tag) => expect(finds(tag)).toBe(true),
  );

  it.each(["赌 博", "赌-博", "赌·博", "赌\u200b博", "赌\u{3000}博", "赌🎲博", "赌\ufe0f博", "【赌】博"])(
    "is found through what was put between: %j",
    (tag) => expect(finds(tag)).toBe(true),
  );

  it.each(["博彩", "赌气", "博赌", "赌大博小", "", " ", "!?"])("is not found in %j", (tag) =>
    expect(finds(tag)).toBe(false),
  );
});

describe("a word of a script with spaces", () => {
  const finds = finding("bet", "straße", "casino royale", "cbd油", "25");

  it.each([
    "bet",
    "BET",
    "ｂｅｔ",
    "best_bet",
    "betLover",
    "luckyBet",
    "爱bet",
    "bet365",
    "b e t",
    "b.e.t",
    "b\u{ad}et",
  ])("is found in %s", (tag) => expect(finds(tag)).toBe(true));

  it.each(["alphabet", "better", "abet", "between", "be", "sorbets"])("is not found in %s", (tag) =>
    expect(finds(tag)).toBe(false),
  );

  it.each(["STRASSE", "Casino-Royale", "casinoRoyale", "𝐛𝐞𝐭", "买cbd油吗", "age25", "25岁"])(
    "is found as it is compared: %s",
    (tag) => expect(finds(tag)).toBe(true),
  );

  it.each(["casino", "xcbd油", "1025", "250"])("must stand whole: %s", (tag) =>
    expect(finds(tag)).toBe(false),
  );
});

describe("a lexicon", () => {
  const lexicon = buildLexicon([
    { word: "赌博", code: "TAG.ILLEGAL" },
    { word: "博", code: "TAG.BAD" },
    { word: "赌 博", code: "DRV.VULN" },
  ]);

  it("gives each code once, in the order in which the words end, the longer one first", () => {
    expect(lexicon.find("赌博赌博")).toEqual(["DRV.VULN", "TAG.ILLEGAL", "TAG.BAD"]);
    expect(lexicon.find("博和赌博")).toEqual(["TAG.BAD", "DRV.VULN", "TAG.ILLEGAL"]);
    expect(lexicon.find("诗")).toEqual([]);
  });

  it("counts words as they are compared", () => {
    expect(lexicon.size).toBe(2);
    expect(lexicon.bytes).toBeGreaterThan(0);
  });

  it("is known by its words and codes, not by their order", () => {
    const entries: LexiconEntry[] = [
      { word: "a", code: "TAG.BAD" },
      { word: "b", code: "TAG.BAD" },
    ];
    const { digest } = buildLexicon(entries);
    expect(digest).toMatch(/^[0-9a-f]{64}$/);
    expect(buildLexicon(entries.toReversed()).digest).toBe(digest);
    expect(buildLexicon([...entries, { word: "Ａ", code: "TAG.BAD" }]).digest).toBe(digest);
    expect(buildLexicon([...entries, { word: "c", code: "TAG.BAD" }]).digest).not.toBe(digest);
    expect(buildLexicon([entries[0]!, { word: "b", code: "TAG.ILLEGAL" }]).digest).not.toBe(digest);
  });

  it("may be empty", () => {
    expect(buildLexicon([]).find("赌博")).toEqual([]);
  });

  it("forgets verdicts when there are many, and gives them again", () => {
    for (let i = 0; i < 10_000; i += 1) expect(lexicon.find(`诗${i}`)).toEqual([]);
    expect(lexicon.find("赌博")).toContain("TAG.ILLEGAL");
  });

  it.each([
    ["x", "TAG.ILEGAL", /unknown sensitivity code; found "TAG.ILEGAL", .* did you mean "TAG.ILLEGAL"\?/],
    ["!?", "TAG.BAD", /word that no tag can hold; found "!\?", expected a letter or a digit/],
    ["赌".repeat(65), "TAG.BAD", /word that is too long; .*, expected up to 64 letters and digits/],
    ["\ud800", "TAG.BAD", /word that can't be read/],
  ])("refuses %j with the code %s", (word, code, message) => {
    expect(() => buildLexicon([{ word, code }])).toThrow(
      expect.objectContaining({
        name: "RulesError",
        code: "INVALID_LEXICON",
        message: expect.stringMatching(message),
      }),
    );
  });
});

describe("a tag that is no tag", () => {
  it.each([
    ["a megabyte of one letter", "a".repeat(1 << 20)],
    ["a megabyte that grows when it is folded", "\u{fdfa}".repeat(1 << 20)],
    ["a megabyte of accents", `a${"\u0301".repeat(1 << 20)}`],
    ["a megabyte of half characters", "\ud83c".repeat(1 << 20)],
  ])("is looked at up to a bound, and counted: %s", (_, tag) => {
    const lexicon = buildLexicon([{ word: "赌博", code: "TAG.ILLEGAL" }]);
    expect(lexicon.find(`赌博${tag}`)).toEqual(["TAG.ILLEGAL"]);
    expect(lexicon.find(`${tag}赌博`)).toEqual([]);
    expect(lexicon.cutTags).toBe(2);
    expect(lexicon.find("赌博".repeat(512))).toEqual(["TAG.ILLEGAL"]);
    expect(lexicon.cutTags).toBe(2);
  });
});

describe("the automaton", () => {
  const unit = fc.constantFrom(
    ...Array.from("赌博彩aAbßσςΣéI1 _-Ⅷｱﾞが각ㄱ"),
    "\u0301",
    "\u200b",
    "🎲",
    "𝐛",
    "\ud800",
    "ᄀ",
    "ᅡ",
    "กำ",
  );
  const text = (maxLength: number): fc.Arbitrary<string> =>
    fc.array(unit, { maxLength }).map((units) => units.join(""));

  it("finds what a plain search finds", () => {
    const entries = fc.array(fc.record({ word: text(4), code: fc.constantFrom("TAG.BAD", "TAG.ILLEGAL") }), {
      maxLength: 12,
    });
    fc.assert(
      fc.property(entries, text(20), (given, tag) => {
        const naive = naiveLexicon(given);
        const lexicon = buildLexicon(naive.entries);
        expect([...lexicon.find(tag)].sort()).toEqual(naive.find(tag));
      }),
      { numRuns: 2000 },
    );
  });

  it("finds words that begin within others, and go on where those end", () => {
    const few = (minLength: number, maxLength: number): fc.Arbitrary<string> =>
      fc.array(fc.constantFrom("赌", "博"), { minLength, maxLength }).map((units) => units.join(""));
    fc.assert(
      fc.property(fc.uniqueArray(few(1, 5), { maxLength: 6 }), few(0, 12), (words, tag) => {
        // A code each, so that every word counts.
        const naive = naiveLexicon(words.map((word, i) => ({ word, code: CODES[i]! })));
        expect([...buildLexicon(naive.entries).find(tag)].sort()).toEqual(naive.find(tag));
      }),
      { numRuns: 1000 },
    );
  });

  it("finds it in any text there is", () => {
    const anyText = fc.string({ unit: "binary", maxLength: 6 });
    fc.assert(
      fc.property(fc.array(anyText, { maxLength: 6 }), anyText, anyText, (words, before, after) => {
        const naive = naiveLexicon(words.map((word) => ({ word, code: "TAG.BAD" })));
        const lexicon = buildLexicon(naive.entries);
        for (const tag of [`${before}${words[0] ?? ""}${after}`, before + after]) {
          expect(lexicon.find(tag)).toEqual(naive.find(tag));
        }
      }),
      { numRuns: 1000 },
    );
  });
});

const CODES = ["TAG.BAD", "TAG.ILLEGAL", "DRV.VULN", "DRV.HEALTH", "DRV.SEX", "LEG.ID"];
