import type { CheckName, DoctorTexts } from "../language/doctor-texts.ts";
import { alignColumns } from "../terminal/align.ts";
import { printable } from "../terminal/printable.ts";
import type { Style } from "../terminal/style.ts";
import type { CheckResult } from "./check-result.ts";

/** A line for each check, what to do under those that failed, and the verdict. */
export function doctorReport(results: readonly CheckResult[], texts: DoctorTexts, style: Style): string {
  const details = results.map(({ found }) => found.split("\n").map(printable));
  const heads = alignColumns(
    results.map(({ check, state }, position) => [
      MARKS[state](style),
      texts.checks[check],
      details[position]?.[0] ?? "",
    ]),
  );
  const lines = results.flatMap(({ advice }, position) => [
    heads[position] ?? "",
    ...(details[position] ?? []).slice(1).map((line) => `   ${line}`),
    ...(advice === undefined ? [] : [`   → ${texts.advice[advice]}`]),
  ]);
  const failures = results.filter(({ state }) => state === "failed").length;
  const verdict = failures === 0 ? style.good(texts.fine) : style.bad(texts.failed(failures));
  return [...lines, verdict].map((line) => `${line}\n`).join("");
}

/** The same as data. */
export interface DoctorReportJson {
  readonly ok: boolean;
  readonly checks: readonly {
    readonly check: CheckName;
    readonly state: CheckResult["state"];
    readonly found: string;
    readonly advice?: string;
  }[];
}

/** The same as data. */
export function doctorReportJson(results: readonly CheckResult[], texts: DoctorTexts): DoctorReportJson {
  return {
    ok: results.every(({ state }) => state !== "failed"),
    checks: results.map(({ check, state, found, advice }) => ({
      check,
      state,
      found,
      ...(advice !== undefined && { advice: texts.advice[advice] }),
    })),
  };
}

const MARKS = {
  ok: (style: Style) => style.good("✓"),
  failed: (style: Style) => style.bad("✗"),
  skipped: (style: Style) => style.faint("-"),
};
