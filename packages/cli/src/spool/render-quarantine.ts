import type { QuarantineListing, QuarantineReplay, RefusedRow } from "@probity/probe/spool";

import { shortTimeFormat } from "../language/format.ts";
import type { Language } from "../language/language.ts";
import { quarantineTexts } from "../language/quarantine-texts.ts";
import { tableName } from "../language/words.ts";
import { printable } from "../terminal/printable.ts";
import type { Style } from "../terminal/style.ts";
import { formatTable } from "../terminal/table.ts";

/** How to show a quarantine. */
export interface QuarantineView {
  readonly language: Language;
  readonly style: Style;
  readonly timeZone: string;
}

/** Digits of a writer's id that are shown; `--json` has all of them. */
const SHOWN_DIGITS = 8;

/** The rows in a quarantine, and the files that can't be read. */
export function renderQuarantine({ rows, faults }: QuarantineListing, view: QuarantineView): string {
  const texts = quarantineTexts[view.language];
  if (rows.length + faults.length === 0) return `${view.style.good(texts.empty)}\n`;
  return [rows.length > 0 ? rowTable(rows, view) : "", unreadable(faults, view)].join("");
}

/** What was stored, and what stays in quarantine. */
export function renderQuarantineReplay(report: QuarantineReplay, view: QuarantineView): string {
  const { style } = view;
  const texts = quarantineTexts[view.language];
  const { stored, known, refused, untried, failure } = report;
  const isEmpty = stored + refused.length + untried + report.unreadable.length === 0;
  if (isEmpty) return `${style.good(texts.empty)}\n`;
  const why = failure?.code === "INTERRUPTED" ? texts.stopped : printable(failure?.message ?? "");
  return [
    `${texts.released(stored, known)}\n`,
    refused.length > 0 ? `${style.bad(texts.stillRefused(refused.length))}\n${rowTable(refused, view)}` : "",
    untried > 0 ? `${style.bad(texts.untried(untried))} ${why}\n` : "",
    unreadable(report.unreadable, view),
  ].join("");
}

function rowTable(rows: readonly RefusedRow[], { language, timeZone }: QuarantineView): string {
  const texts = quarantineTexts[language];
  const time = shortTimeFormat(timeZone);
  return formatTable(
    [
      { title: texts.refusedAt, cell: ({ at }) => time(at) },
      { title: texts.service, cell: ({ service }) => printable(service) },
      { title: texts.writer, cell: ({ writer }) => printable(writer.slice(0, SHOWN_DIGITS)) },
      { title: texts.table, cell: ({ table }) => tableName(table, language) },
      { title: texts.number, cell: ({ seq }) => String(seq), isNumber: true },
      { title: texts.reason, cell: ({ message }) => printable(message) },
    ],
    rows,
  );
}

function unreadable(
  faults: readonly { readonly message: string }[],
  { language, style }: QuarantineView,
): string {
  if (faults.length === 0) return "";
  const lines = faults.map(({ message }) => `  ${printable(message)}\n`);
  return `${style.bad(quarantineTexts[language].unreadable)}\n${lines.join("")}`;
}
