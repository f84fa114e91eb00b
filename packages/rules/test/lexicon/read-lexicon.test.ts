import { describe, expect, it } from "vitest";
import { readLexicon } from "../../src/lexicon/read-lexicon.ts";

describe("readLexicon", () => {
  it("reads a word a line, with a code of its own after a tab", () => {
    const text = "\u{feff}# list of 2026-11\r\n赌博\r\n\r\nsoft drug\tTAG.BAD\n 算命 \t\t\n";
    expect(readLexicon(text, "TAG.ILLEGAL")).toEqual({
      entries: [
        { word: "赌博", code: "TAG.ILLEGAL" },
        { word: "soft drug", code: "TAG.BAD" },
        { word: "算命", code: "TAG.ILLEGAL" },
      ],
      problems: [],
    });
  });

  it("tells of every line that can't be used, and keeps the others", () => {
    const text = [
      "赌博",
      "***",
      "a\tTAG.BED",
      "a\tTAG.BAD\tb",
      "x".repeat(100),
      "\u{fffd}\u{fffd}",
      "\tTAG.BAD",
    ].join("\n");
    const { entries, problems } = readLexicon(text, "TAG.ILLEGAL");
    expect(entries).toEqual([{ word: "赌博", code: "TAG.ILLEGAL" }]);
    expect(problems.map(({ line, what }) => [line, what])).toEqual([
      [2, "word that no tag can hold"],
      [3, "unknown sensitivity code"],
      [4, "too many columns"],
      [5, "word that is too long"],
      [6, "word that can't be read"],
      [7, "word that no tag can hold"],
    ]);
    expect(problems[1]?.expected).toContain('did you mean "TAG.BAD"?');
    expect(problems[3]?.found.length).toBeLessThan(50);
  });

  it("says of nothing nothing", () => {
    expect(readLexicon("", "TAG.BAD")).toEqual({ entries: [], problems: [] });
  });
});
