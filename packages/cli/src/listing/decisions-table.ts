import type { InterventionKind } from "@probity/core";

import { decisionsTexts } from "../language/decisions-texts.ts";
import { shortTimeFormat } from "../language/format.ts";
import type { Language } from "../language/language.ts";
import { words } from "../language/words.ts";
import { shortSubject } from "../path/subject.ts";
import { printable } from "../terminal/printable.ts";
import type { Style } from "../terminal/style.ts";
import { formatTable, type TableColumn } from "../terminal/table.ts";
import { isMinor, type ListedDecision } from "./list-decisions.ts";

/** How to show a list. */
export interface TableView {
  readonly language: Language;
  readonly style: Style;
  readonly timeZone: string;
  /** With a column that says how the use of the feature is known. */
  readonly forFeature: boolean;
}

/** The decisions as a table, one line each. */
export function decisionsTable(rows: readonly ListedDecision[], view: TableView): string {
  return formatTable(columnsOf(view), rows);
}

function columnsOf({ language, style, timeZone, forFeature }: TableView): TableColumn<ListedDecision>[] {
  const titles = decisionsTexts[language];
  const time = shortTimeFormat(timeZone);
  const { ageBands, interventions, observations, outcomes } = words[language];
  const marked = (names: readonly string[]): string =>
    names.length === 0 ? "" : style.notable(names.join(" "));
  const columns: TableColumn<ListedDecision>[] = [
    { title: titles.decision, cell: ({ id }) => id },
    { title: titles.time, cell: ({ ts }) => time(ts) },
    { title: titles.algorithm, cell: ({ algorithm, version }) => printable(`${algorithm}@${version}`) },
    { title: titles.outlet, cell: ({ outlet }) => printable(outlet) },
    { title: titles.subject, cell: ({ subject }) => shortSubject(subject) },
    {
      title: titles.age,
      cell: (row) => {
        const age = row.minor_mode
          ? `${ageBands[row.age_band]}, ${titles.minorMode}`
          : ageBands[row.age_band];
        return isMinor(row) ? style.notable(age) : age;
      },
    },
    { title: titles.features, cell: ({ feature_count }) => String(feature_count), isNumber: true },
    { title: titles.items, cell: ({ item_count }) => String(item_count), isNumber: true },
    {
      title: titles.interventions,
      cell: (row) => marked(row.intervention_kinds.map((kind) => interventions[kind as InterventionKind])),
    },
    { title: titles.findings, cell: (row) => marked(row.finding_rules.map(printable)) },
    { title: titles.outcome, cell: ({ outcome }) => outcomes[outcome] },
  ];
  if (!forFeature) return columns;
  const how = ({ how: known = [], isRegistered }: ListedDecision): string =>
    [
      ...known.map((each) => observations[each]),
      ...(isRegistered === false ? [titles.unregistered] : []),
    ].join(", ");
  return [...columns, { title: titles.how, cell: how }];
}
