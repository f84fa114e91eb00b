import type { Overview } from "@probity/clickhouse";

import { shortTimeFormat } from "../language/format.ts";
import type { Language } from "../language/language.ts";
import { overviewTexts } from "../language/overview-texts.ts";
import { words } from "../language/words.ts";
import { titleOfRule } from "../rule-names.ts";
import { printable } from "../terminal/printable.ts";
import { colours, plain, type Style } from "../terminal/style.ts";
import { formatTable, type TableColumn } from "../terminal/table.ts";

/** How to show an overview. */
export interface OverviewView {
  readonly language: Language;
  readonly colour: boolean;
  readonly timeZone: string;
}

/** Features that an overview names; the rest is in the JSON. */
const MOST_FEATURES = 12;

/** What a window of decisions amounts to, as tables for people. */
export function renderOverview(overview: Overview, view: OverviewView): string {
  const { language, timeZone } = view;
  const texts = overviewTexts[language];
  const { decisions, subjects, first, last } = overview;
  const style = view.colour ? colours : plain;
  if (first === null || last === null) {
    return [texts.nothing, lost(overview, language, style)].filter((section) => section !== "").join("\n");
  }
  const time = shortTimeFormat(timeZone);
  const total = texts.total(String(decisions), String(subjects), time(first), time(last));
  const sections = [
    algorithms(overview, language, style),
    features(overview, language, style),
    unregistered(overview, language, style),
    findings(overview, language, style),
    modes(overview, language, style),
    holds(overview, language, style),
    ages(overview, language, style),
    interventions(overview, language, style),
    badInput(overview, language, style),
    lost(overview, language, style),
  ];
  return [`${style.strong(total)}\n`, ...sections.filter((section) => section !== "")].join("\n");
}

function algorithms({ algorithms: rows }: Overview, language: Language, style: Style): string {
  const { byAlgorithm: titles, decisions } = overviewTexts[language];
  return section(titles.title, style, rows, [
    { title: titles.algorithm, cell: ({ algorithm, version }) => printable(`${algorithm}@${version}`) },
    { title: titles.type, cell: ({ algorithm_type: type }) => words[language].algorithmTypes[type] },
    { title: titles.outlet, cell: ({ outlet }) => printable(outlet) },
    numbers(decisions, (row) => row.decisions),
    numbers(titles.personalised, (row) => row.personalised),
    numbers(titles.minors, (row) => row.minors),
    numbers(titles.intervened, (row) => row.intervened),
  ]);
}

function features({ features: rows, decisions: all }: Overview, language: Language, style: Style): string {
  const { byFeature: titles, decisions, share } = overviewTexts[language];
  return section(titles.title, style, rows.slice(0, MOST_FEATURES), [
    { title: titles.feature, cell: ({ feature }) => printable(feature) },
    { title: titles.source, cell: ({ source }) => printable(source) },
    { title: titles.codes, cell: ({ codes }) => codes.map(printable).join(" ") },
    numbers(decisions, (row) => row.decisions),
    { title: share, cell: (row) => percent(row.decisions, all), isNumber: true },
  ]);
}

function unregistered({ unregistered: rows }: Overview, language: Language, style: Style): string {
  const { unregistered: titles, byFeature, decisions } = overviewTexts[language];
  return section(titles.title, style, rows.slice(0, MOST_FEATURES), [
    { title: byFeature.feature, cell: ({ source, name }) => style.notable(printable(`${source}.${name}`)) },
    numbers(decisions, (row) => row.decisions),
  ]);
}

function findings({ findings: rows }: Overview, language: Language, style: Style): string {
  const { byRule: titles, decisions } = overviewTexts[language];
  return section(titles.title, style, rows, [
    { title: titles.rule, cell: ({ rule }) => style.notable(printable(rule)) },
    { title: titles.severity, cell: ({ severity }) => words[language].severities[severity] },
    numbers(decisions, (row) => row.decisions),
    { title: "", cell: ({ rule }) => titleOfRule(rule, language) },
  ]);
}

function modes({ modes: rows }: Overview, language: Language, style: Style): string {
  const { byMode: titles, decisions } = overviewTexts[language];
  const changed = rows.filter(({ mode }) => mode !== "as_requested");
  return section(titles.title, style, changed, [
    { title: titles.mode, cell: ({ mode }) => style.notable(words[language].decisionModes[mode]) },
    numbers(decisions, (row) => row.decisions),
  ]);
}

function holds({ holds: rows }: Overview, language: Language, style: Style): string {
  const { byHold: titles, byRule, decisions } = overviewTexts[language];
  const { actions, modes: modeNames } = words[language];
  return section(titles.title, style, rows, [
    { title: byRule.rule, cell: ({ rule }) => style.notable(printable(rule)) },
    { title: titles.mode, cell: ({ mode }) => modeNames[mode] },
    { title: titles.action, cell: ({ action }) => actions[action] },
    numbers(decisions, (row) => row.decisions),
    numbers(titles.features, (row) => row.features + row.unregistered),
    numbers(titles.tags, (row) => row.tags),
    numbers(titles.items, (row) => row.items),
    { title: "", cell: ({ rule }) => titleOfRule(rule, language) },
  ]);
}

function ages(overview: Overview, language: Language, style: Style): string {
  const { byAge: titles, decisions, share } = overviewTexts[language];
  const all = overview.decisions;
  const minors = overview.algorithms.reduce((sum, row) => sum + row.minors, 0);
  const table = section(titles.title, style, overview.age_bands, [
    { title: titles.band, cell: ({ age_band: band }) => words[language].ageBands[band] },
    numbers(decisions, (row) => row.decisions),
    { title: share, cell: (row) => percent(row.decisions, all), isNumber: true },
  ]);
  return `${table}${titles.minors(percent(minors, all))}\n`;
}

function interventions({ interventions: rows }: Overview, language: Language, style: Style): string {
  const { byIntervention: titles, decisions } = overviewTexts[language];
  return section(titles.title, style, rows, [
    { title: titles.kind, cell: ({ kind }) => words[language].interventions[kind] },
    numbers(decisions, (row) => row.decisions),
  ]);
}

function badInput({ input_faults: rows }: Overview, language: Language, style: Style): string {
  const { badInput: titles, decisions } = overviewTexts[language];
  return section(titles.title, style, rows, [
    { title: titles.name, cell: ({ name }) => printable(name) },
    numbers(decisions, (row) => row.decisions),
  ]);
}

function lost({ lost: rows }: Overview, language: Language, style: Style): string {
  const { lost: titles, decisions } = overviewTexts[language];
  return section(titles.title, style, rows, [
    { title: titles.cause, cell: ({ cause }) => style.notable(words[language].gapCauses[cause]) },
    numbers(decisions, (row) => row.decisions),
    numbers(titles.missing, (row) => row.missing),
  ]);
}

function section<Row>(
  title: string,
  style: Style,
  rows: readonly Row[],
  columns: readonly TableColumn<Row>[],
): string {
  return rows.length === 0 ? "" : `${style.strong(title)}\n${formatTable(columns, rows)}`;
}

function numbers<Row>(title: string, of: (row: Row) => number): TableColumn<Row> {
  return { title, cell: (row) => String(of(row)), isNumber: true };
}

function percent(part: number, all: number): string {
  return `${((100 * part) / all).toFixed(1)} %`;
}
