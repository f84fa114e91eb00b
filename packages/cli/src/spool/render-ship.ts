import type { LeftLog, ShipReport } from "@probity/probe/spool";
import type { GapCause } from "@probity/core";

import type { Language } from "../language/language.ts";
import { shipTexts, type ShipTexts } from "../language/ship-texts.ts";
import { words } from "../language/words.ts";
import { alignColumns } from "../terminal/align.ts";
import { printable } from "../terminal/printable.ts";
import type { Style } from "../terminal/style.ts";

/** How to show what became of a spool. */
export interface ShipView {
  readonly language: Language;
  readonly style: Style;
  /** Path of the spool. */
  readonly spool: string;
}

/** What was stored, what is lost, and what is left in a spool. */
export function renderShip(report: ShipReport, { language, style, spool }: ShipView): string {
  const texts = shipTexts[language];
  const { logs, sent, known, quarantined, left } = report;
  if (logs === 0 && left.length === 0) return `${texts.nothingToShip(printable(spool))}\n`;
  const lost = (Object.entries(report.lost) as [GapCause, number][]).map(([cause, count]) => [
    String(count),
    style.notable(words[language].gapCauses[cause]),
  ]);
  const remaining = left.map((log) => [log.log, whyLeft(log, texts, style)]);
  return [
    texts.shipped(logs, sent, known),
    ...(lost.length > 0 ? [texts.lost, ...indented(alignColumns(lost, new Set([0])))] : []),
    ...(quarantined > 0 ? [texts.inQuarantine] : []),
    ...(left.length > 0
      ? [texts.left, ...indented(alignColumns(remaining))]
      : [style.good(texts.nothingLeft)]),
  ]
    .map((line) => `${line}\n`)
    .join("");
}

function whyLeft({ code, message }: LeftLog, texts: ShipTexts, style: Style): string {
  if (code === "IN_USE") return style.faint(texts.live);
  return style.bad(code === "INTERRUPTED" ? texts.stopped : printable(message));
}

function indented(lines: readonly string[]): string[] {
  return lines.map((line) => `  ${line}`);
}
