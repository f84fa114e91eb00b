import type { Gap, GapCount } from "@probity/clickhouse";

import { shortTimeFormat } from "../language/format.ts";
import { gapsTexts, type GapsTexts } from "../language/gaps-texts.ts";
import type { Language } from "../language/language.ts";
import { tableName, words } from "../language/words.ts";
import { printable } from "../terminal/printable.ts";
import type { Style } from "../terminal/style.ts";
import { formatTable } from "../terminal/table.ts";
import type { GapsReport } from "./read-gaps.ts";

/** How to show gaps. */
export interface GapsView {
  readonly language: Language;
  readonly style: Style;
  readonly timeZone: string;
}

/** Digits of a writer's id that are shown; `--json` has all of them. */
const SHOWN_DIGITS = 8;

/** The gaps, what is missing by cause, and a sentence that sums it up. */
export function renderGaps(report: GapsReport, view: GapsView): string {
  const { style, language } = view;
  const texts = gapsTexts[language];
  const { stored, lost, missing, doubled } = report.decisions;
  const sections = [
    report.gaps.length > 0 ? gapTable(report.gaps, view) : "",
    report.causes.length > 0 ? `${style.strong(texts.byCause)}\n${causeTable(report.causes, view)}` : "",
    [
      missing > 0
        ? style.bad(texts.blind(missing, stored + missing))
        : style.good(nothingMissing(stored, lost, texts)),
      ...(doubled > 0 ? [style.bad(texts.doubled(doubled))] : []),
    ]
      .map((line) => `${line}\n`)
      .join(""),
  ];
  return sections.filter((section) => section !== "").join("\n");
}

function nothingMissing(stored: number, lost: number, texts: GapsTexts): string {
  if (lost > 0) return texts.nothingMissing(lost);
  return stored > 0 ? texts.noGap(stored) : texts.nothingStored;
}

function gapTable(gaps: readonly Gap[], { language, style, timeZone }: GapsView): string {
  const texts = gapsTexts[language];
  const time = shortTimeFormat(timeZone);
  return formatTable(
    [
      { title: texts.noticed, cell: ({ ts }) => time(ts) },
      { title: texts.service, cell: ({ service }) => printable(service) },
      { title: texts.writer, cell: ({ writer }) => writer.slice(0, SHOWN_DIGITS) },
      { title: texts.table, cell: ({ of }) => tableName(of, language) },
      { title: texts.numbers, cell: ({ first_seq, last_seq }) => numbers(first_seq, last_seq) },
      { title: texts.missing, cell: ({ rows }) => String(rows), isNumber: true },
      {
        title: texts.stillMissing,
        cell: ({ rows, present }) => marked(rows - present, style),
        isNumber: true,
      },
      { title: texts.cause, cell: ({ cause }) => words[language].gapCauses[cause] },
      { title: texts.detail, cell: ({ detail }) => printable(detail) },
    ],
    gaps,
  );
}

function causeTable(causes: readonly GapCount[], { language, style }: GapsView): string {
  const texts = gapsTexts[language];
  return formatTable(
    [
      { title: texts.cause, cell: ({ cause }) => words[language].gapCauses[cause] },
      { title: texts.service, cell: ({ service }) => printable(service) },
      { title: texts.table, cell: ({ of }) => tableName(of, language) },
      { title: texts.gaps, cell: ({ gaps }) => String(gaps), isNumber: true },
      { title: texts.missing, cell: ({ rows }) => String(rows), isNumber: true },
      { title: texts.stillMissing, cell: ({ missing }) => marked(missing, style), isNumber: true },
    ],
    causes,
  );
}

function marked(missing: number, style: Style): string {
  return missing > 0 ? style.notable(String(missing)) : "0";
}

/** Numbers from the first to the last. */
function numbers(first: number, last: number): string {
  return first === last ? String(first) : `${first}–${last}`;
}
