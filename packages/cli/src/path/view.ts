import { timeFormat, type TimeFormat } from "../language/format.ts";
import { pathTexts, type PathTexts } from "../language/path-texts.ts";
import type { Language } from "../language/language.ts";
import { words, type Words } from "../language/words.ts";
import { alignColumns } from "../terminal/align.ts";
import type { Style } from "../terminal/style.ts";
import type { TreeNode } from "../terminal/tree.ts";

/** How a path is shown. */
export interface View {
  readonly language: Language;
  readonly texts: PathTexts;
  readonly words: Words;
  readonly style: Style;
  readonly time: TimeFormat;
}

/** The view of a language; `timeZone` is the IANA name of one. */
export function viewOf(language: Language, style: Style, timeZone: string): View {
  return { language, texts: pathTexts[language], words: words[language], style, time: timeFormat(timeZone) };
}

/** A part of the path: its label, what it says in a line, and what hangs under it. */
export interface Section {
  readonly label: string;
  readonly says: string;
  readonly children?: readonly TreeNode[];
}

/** Sections as nodes, with labels of one width. */
export function sectionNodes(sections: readonly Section[], style: Style): TreeNode[] {
  const lines = alignColumns(sections.map(({ label, says }) => [style.faint(label), says]));
  return sections.map(({ children = [] }, position) => ({ text: lines[position] ?? "", children }));
}

/** Nodes without children whose cells stand straight beneath each other. */
export function alignedNodes(rows: readonly (readonly string[])[]): TreeNode[] {
  return alignColumns(rows).map((text) => ({ text }));
}

/** The parts that are there, one after the other. */
export function joined(...parts: readonly (string | false | undefined)[]): string {
  return parts.filter((part) => part !== false && part !== undefined && part !== "").join(" · ");
}
