import type { RouteCoverage } from "@probity/clickhouse";

import { coverageTexts, type CoverageTexts } from "../language/coverage-texts.ts";
import { shareOf } from "../language/format.ts";
import type { Language } from "../language/language.ts";
import { printable } from "../terminal/printable.ts";
import type { Style } from "../terminal/style.ts";
import { formatTable, type TableColumn } from "../terminal/table.ts";
import type { CoverageReport, CoverageTotal } from "./read-coverage.ts";

/** How to show coverage. */
export interface CoverageView {
  readonly language: Language;
  readonly style: Style;
}

type Columns = Readonly<Record<"service" | "route" | "algorithm" | "requests", TableColumn<RouteCoverage>>>;

/** The statement: the share of the configured routes, each of them, what else may be ranking, what got lost. */
export function renderCoverage(report: CoverageReport, { language, style }: CoverageView): string {
  const texts = coverageTexts[language];
  const { configured, silent, remote, suspected, others, total } = report;
  const columns = columnsOf(texts);
  const { service, route, algorithm, requests } = columns;
  const table = (
    title: string,
    rows: readonly RouteCoverage[],
    shown: TableColumn<RouteCoverage>[],
  ): string => (rows.length === 0 ? "" : `${title}\n${formatTable([service, route, ...shown], rows)}`);
  const isEmpty = configured.length + silent.length + remote.length + suspected.length + others.routes === 0;
  const sections = [
    isEmpty ? `${style.notable(texts.nothing)}\n` : totalOf(total, texts, style),
    table(style.strong(texts.configured), configured, [algorithm, requests, ...becameOf(texts, style)]),
    table(style.notable(texts.silent), silent, [algorithm]),
    table(style.strong(texts.remote), remote, [
      requests,
      number(texts.remoteCalls, (row) => row.remote_calls),
    ]),
    table(style.notable(texts.suspected), suspected, [requests, number(texts.json, (row) => row.lists)]),
    others.routes === 0 ? "" : `${texts.others(others.routes, others.requests)}\n`,
    lostOf(total, texts, style),
  ];
  return sections.filter((section) => section !== "").join("\n");
}

function totalOf({ requests, decisions }: CoverageTotal, texts: CoverageTexts, style: Style): string {
  if (requests === 0) return `${style.notable(texts.noTraffic)}\n`;
  const says = texts.total(decisions, requests, shareOf(decisions, requests));
  return `${(decisions === requests ? style.good : style.strong)(says)}\n`;
}

function columnsOf(texts: CoverageTexts): Columns {
  return {
    service: { title: texts.service, cell: (row) => printable(row.service) },
    route: {
      title: texts.route,
      cell: ({ method, route }) =>
        `${printable(method)} ${route === "*" ? texts.unknownRoute : printable(route)}`,
    },
    algorithm: { title: texts.algorithm, cell: (row) => printable(row.algorithm) },
    requests: number(texts.requests, (row) => row.requests),
  };
}

function becameOf(texts: CoverageTexts, style: Style): TableColumn<RouteCoverage>[] {
  return [
    number(texts.decisions, (row) => row.decisions),
    { title: texts.share, cell: (row) => shareOf(row.decisions, row.requests), isNumber: true },
    number(texts.remoteCalls, (row) => row.remote_calls),
    {
      title: texts.without,
      cell: ({ reasons }) => {
        const said = Object.entries(reasons).map(([reason, requests]) =>
          texts.reason(texts.reasons[reason] ?? printable(reason), requests),
        );
        return said.length === 0 ? "" : style.notable(said.join(", "));
      },
    },
  ];
}

function number(title: string, of: (row: RouteCoverage) => number): TableColumn<RouteCoverage> {
  return { title, cell: (row) => String(of(row)), isNumber: true };
}

function lostOf({ lost }: CoverageTotal, texts: CoverageTexts, style: Style): string {
  const lines = [
    ...(lost.decisions > 0 ? [style.bad(texts.lostDecisions(lost.decisions))] : []),
    ...(lost.remote_calls > 0 ? [style.bad(texts.lostRemoteCalls(lost.remote_calls))] : []),
    ...(lost.coverage > 0 ? [style.bad(texts.lostCoverage(lost.coverage))] : []),
  ];
  return (lines.length === 0 ? [style.good(texts.nothingLost)] : lines).map((line) => `${line}\n`).join("");
}
