import { renderFindings } from "../findings/render-findings.ts";
import { batchTexts } from "../language/batch-texts.ts";
import { shortTimeFormat } from "../language/format.ts";
import { titleOfRule } from "../rule-names.ts";
import { printable } from "../terminal/printable.ts";
import { formatTable } from "../terminal/table.ts";
import type { TextView } from "../text-view.ts";
import { reasonOf, type WindowReport } from "./run-window.ts";

/** What each rule looked at, then what is new, each with what it rests on. */
export function renderWindow(report: WindowReport, isDry: boolean, now: number, view: TextView): string {
  const { language, style, timeZone } = view;
  const texts = batchTexts[language];
  const time = shortTimeFormat(timeZone);
  const { window, rules, added, known, gone } = report;
  const table = formatTable(
    [
      { title: texts.rule, cell: ({ rule }) => rule },
      { title: texts.looked, cell: ({ cases }) => String(cases), isNumber: true },
      { title: texts.findings, cell: ({ findings }) => String(findings.length), isNumber: true },
      {
        title: texts.title,
        cell: ({ rule, cases, error }) => {
          if (error !== undefined) return style.bad(texts.failed(printable(reasonOf(error))));
          return cases === 0 ? style.faint(texts.nothing) : titleOfRule(rule, language);
        },
      },
    ],
    rules,
  );
  // Nobody wrote them yet: as they will be read.
  const rows = added.map((finding, position) => {
    return { ...finding, ts: now, seq: position + 1, writer: finding.run, epoch: 1 };
  });
  return [
    `${style.strong(texts.window(time(window.from), time(window.to)))}\n${table}`,
    rows.length > 0 && renderFindings(rows, { ...view, withQuery: false }),
    `${[texts.sum(added.length, known, isDry), ...(gone.length > 0 ? [texts.gone(gone.length)] : [])].join("\n")}\n`,
  ]
    .filter((part) => part !== false)
    .join("\n");
}

/** The same as JSON: a value that says all of it, in place of an error its message. */
export function windowAsJson({ window, rules, added, known, gone }: WindowReport): unknown {
  return {
    from: new Date(window.from).toISOString(),
    to: new Date(window.to).toISOString(),
    rules: rules.map(({ rule, run, cases, findings, error }) => ({
      ...{ rule, run, cases, findings: findings.length },
      ...(error !== undefined && { error: reasonOf(error) }),
    })),
    added,
    known,
    gone,
  };
}
