import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect } from "vitest";
import { lexiconOf } from "../src/word-lists.ts";
import { test } from "./spool/support/directory.ts";

describe("word lists", () => {
  test("are one lexicon, and none where there are none", async ({ directory }) => {
    const [first, second] = [join(directory, "a.txt"), join(directory, "b.txt")];
    writeFileSync(first, "# 示例\n赌博\n");
    writeFileSync(second, "bet\n");
    const lists = [first, second].map((file) => ({ file, code: "TAG.ILLEGAL" }));
    const lexicon = await lexiconOf(lists);
    expect(lexicon?.size).toBe(2);
    expect(lexicon?.find("赌博攻略")).toEqual(["TAG.ILLEGAL"]);
    expect(await lexiconOf([])).toBeUndefined();
  });

  test("that can't be read are told with the file and what to do", async ({ directory }) => {
    const file = join(directory, "none.txt");
    await expect(lexiconOf([{ file, code: "TAG.ILLEGAL" }])).rejects.toThrow(
      `${file}: this word list can't be read (ENOENT); put it there, or take it out of rules.lexicons`,
    );
  });

  test("that hold lines which are no words are told with the line, and how many more there are", async ({
    directory,
  }) => {
    const file = join(directory, "a.txt");
    writeFileSync(file, "赌博\n!!!\n???\n");
    await expect(lexiconOf([{ file, code: "TAG.ILLEGAL" }])).rejects.toThrow(
      /a\.txt:2: word that no tag can hold; found "!!!", expected .* \(and 1 more lines\)$/,
    );
  });
});
