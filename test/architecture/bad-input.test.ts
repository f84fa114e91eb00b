import { existsSync, readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

const root = new URL("../../", import.meta.url);
const PAGE = "docs/bad-input.md";

/** A line of a table of the page: what is handed in, what happens, and the tests that show it. */
interface Row {
  readonly what: string;
  readonly happens: string;
  readonly tests: string;
}

/** A test by its file and title, or by the title of the group that it stands in. */
interface TestReference {
  readonly file: string;
  readonly title: string;
}

function read(path: string): string {
  return readFileSync(new URL(path, root), "utf8");
}

function rowsOf(page: string): Row[] {
  const lines = page.split("\n").filter((line) => /^\| (?!---|what is handed in)/.test(line));
  return lines.map((line) => {
    const [what = "", happens = "", tests = "", ...more] = line.slice(2, -2).split(" | ");
    if (more.length > 0) throw new Error(`expected three columns, found more: ${line}`);
    return { what, happens, tests };
  });
}

function testsOf({ tests }: Row): TestReference[] {
  return tests.split("<br>").map((reference) => {
    const [, file, title] = /^\[[^\]]+\]\(\.\.\/([^)]+)\) `([^`]+)`$/.exec(reference) ?? [];
    if (file === undefined || title === undefined)
      throw new Error(`expected [file](path) \`title\`: ${reference}`);
    return { file, title };
  });
}

/** What stands between the places that differ from case to case. */
function piecesOf(text: string): string[] {
  const spans = [...text.matchAll(/`([^`]+)`/g)].flatMap(([, span = ""]) => span.split("…"));
  return spans.map((piece) => piece.replaceAll(/^[\s:;,.]+|[\s:;,.]+$/g, "")).filter((piece) => piece !== "");
}

/** Sources as they read when they run: texts that a line break cuts in two are one, and quotes stand bare. */
function asRun(source: string): string {
  return source.replaceAll(/["'`]\s*\+\s*["'`]/g, "").replaceAll(/\\(["'`])/g, "$1");
}

function filesIn(folder: string): string[] {
  const files = readdirSync(new URL(folder, root), { recursive: true, encoding: "utf8" });
  return files.filter((file) => file.endsWith(".ts")).map((file) => `${folder}/${file}`);
}

const rooms = readdirSync(new URL("packages/", root)).map((room) => `packages/${room}/src`);
const sources = [...rooms, "examples/book-feed/src"].flatMap(filesIn).map(read);
const said = [...sources.map(asRun), read("docs/reference/config-problems.md")].join("\n");

/** The names in the record's `input_faults`, as the sources note them or hand them to a check. */
const NOTED = [
  /(?:noteBadInput|noteGap|\.failed)\("([\w.]+)"/g,
  /, "([\w.]+)", check\)/g,
  /"(subject\.[\w.]+)"/g,
];
const notedNames = [
  ...new Set(NOTED.flatMap((form) => [...sources.join("\n").matchAll(form)].map(([, name = ""]) => name))),
];

const page = read(PAGE);
const rows = rowsOf(page);

describe(PAGE, () => {
  it.each(rows)("names tests that are there: $what", (row) => {
    for (const { file, title } of testsOf(row)) {
      expect(existsSync(new URL(file, root)), `${file} is not there`).toBe(true);
      const titles = ['"', "'", "`"].map((quote) => `${quote}${title}${quote}`);
      expect(
        titles.some((quoted) => read(file).includes(quoted)),
        `${file} has no "${title}"`,
      ).toBe(true);
    }
  });

  it.each(rows)("says what the sources say: $what", (row) => {
    const shown = testsOf(row).map(({ file }) => asRun(read(file)));
    const known = [said, ...shown].join("\n");
    expect(piecesOf(row.happens).filter((piece) => !known.includes(piece))).toEqual([]);
  });

  it("has a table in every section", () => {
    const [, ...sections] = page.split(/^## /m);
    expect(sections.filter((section) => rowsOf(section).length === 0)).toEqual([]);
  });

  it("tells of every name that a record can note as bad input", () => {
    expect(notedNames).toEqual(
      expect.arrayContaining(["subject.age", "item.id", "algorithm", "items.unseen"]),
    );
    const told = new Set(rows.flatMap(({ happens }) => piecesOf(happens)));
    expect(notedNames.filter((name) => !told.has(name))).toEqual([]);
  });
});
