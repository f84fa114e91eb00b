import type { ArchiveDamage, RecordRange, ReplayReport, WriterReplay } from "@probity/probe/spool";

import type { Language } from "../language/language.ts";
import { replayTexts, type ReplayTexts } from "../language/replay-texts.ts";
import { tableName } from "../language/words.ts";
import { printable } from "../terminal/printable.ts";
import type { Style } from "../terminal/style.ts";
import { formatTable, type TableColumn } from "../terminal/table.ts";

/** How to show what became of an archive. */
export interface ReplayView {
  readonly language: Language;
  readonly style: Style;
}

/** Digits of a writer's id that are shown; `--json` has all of them. */
const SHOWN_DIGITS = 8;
/** Ranges of missing records that are named; the rest is in the JSON. */
const MOST_RANGES = 10;

/** Records of an archive that are not stored. */
export function missingOf({ writers }: ReplayReport): number {
  return writers
    .flatMap(({ missing }) => missing)
    .reduce((sum, { firstSeq, lastSeq }) => sum + lastSeq - firstSeq + 1, 0);
}

/** A line for each writer and table, what is missing or damaged, and the verdict. */
export function renderReplay(report: ReplayReport, view: ReplayView): string {
  const { language, style } = view;
  const texts = replayTexts[language];
  const { segments, writers, damage } = report;
  if (segments === 0) return `${texts.nothingArchived}\n`;
  const missing = missingOf(report);
  const sections = [
    writers.length > 0 ? formatTable(columnsOf(view), writers) : "",
    lines(notesOf(report, view)),
    damage.length > 0 ? lines([texts.damage, ...damage.flatMap((each) => damageLines(each, view))]) : "",
    lines([
      missing > 0 ? style.bad(texts.notAllStored(missing)) : style.good(texts.allStored),
      ...(writers.some(isUnexplained) ? [texts.whyMissing] : []),
    ]),
  ];
  return sections.filter((section) => section !== "").join("\n");
}

function columnsOf({ language, style }: ReplayView): TableColumn<WriterReplay>[] {
  const texts = replayTexts[language];
  const numbers = (title: string, of: (row: WriterReplay) => number): TableColumn<WriterReplay> => ({
    title,
    cell: (row) => String(of(row)),
    isNumber: true,
  });
  const faults = (title: string, of: (row: WriterReplay) => number): TableColumn<WriterReplay> => ({
    title,
    cell: (row) => (of(row) > 0 ? style.bad(String(of(row))) : "0"),
    isNumber: true,
  });
  return [
    { title: texts.writer, cell: ({ writer }) => writer.slice(0, SHOWN_DIGITS) },
    { title: texts.service, cell: ({ service }) => printable(service) },
    { title: texts.table, cell: ({ table }) => tableName(table, language) },
    numbers(texts.archived, (row) => row.archived),
    numbers(texts.sent, (row) => row.sent),
    numbers(texts.known, (row) => row.known),
    faults(texts.refused, (row) => row.refused),
    faults(texts.missing, ({ missing }) => missing.reduce((sum, each) => sum + sizeOf(each), 0)),
    faults(texts.doubled, (row) => row.doubled),
  ];
}

function sizeOf({ firstSeq, lastSeq }: RecordRange): number {
  return lastSeq - firstSeq + 1;
}

/** More is missing than was refused. */
function isUnexplained({ missing, refused }: WriterReplay): boolean {
  return missing.reduce((sum, each) => sum + sizeOf(each), 0) > refused;
}

function notesOf({ writers }: ReplayReport, { language }: ReplayView): string[] {
  const texts = replayTexts[language];
  return writers.flatMap(({ writer, table, missing, refusal }) => {
    const name = tableName(table, language);
    const ranges = missing.slice(0, MOST_RANGES).map((range) => texts.missingRows(name, ...rangeOf(range)));
    const more = missing.length > MOST_RANGES ? [texts.moreRanges(missing.length - MOST_RANGES)] : [];
    const refused = refusal ? [texts.firstRefusal(printable(refusal.message))] : [];
    return [...refused, ...ranges, ...more].map((note) => `${writer.slice(0, SHOWN_DIGITS)}  ${note}`);
  });
}

function damageLines({ parts, lost }: ArchiveDamage, { language, style }: ReplayView): string[] {
  const texts = replayTexts[language];
  const held = lost.map((range) => texts.lostRows(tableName(range.table, language), ...rangeOf(range)));
  return [
    ...parts.map((part) => `  ${printable(part.file)}: ${style.bad(whatOf(part, texts))}`),
    ...(held.length > 0 ? held : [texts.lostUnknown]).map((line) => `    ${line}`),
  ];
}

function whatOf({ why, bytes, offset }: ArchiveDamage["parts"][number], texts: ReplayTexts): string {
  return bytes > 0 ? `${texts.parts[why]}, ${texts.part(bytes, offset)}` : texts.parts[why];
}

function rangeOf({ firstSeq, lastSeq }: RecordRange): [first: number, last: number] {
  return [firstSeq, lastSeq];
}

function lines(given: readonly string[]): string {
  return given.map((line) => `${line}\n`).join("");
}
