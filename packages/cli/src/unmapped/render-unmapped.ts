import type { UnmappedCall } from "@probity/clickhouse";

import type { Language } from "../language/language.ts";
import { unmappedTexts, type UnmappedTexts } from "../language/unmapped-texts.ts";
import { printable } from "../terminal/printable.ts";
import type { Style } from "../terminal/style.ts";
import { formatTable } from "../terminal/table.ts";
import type { UnmappedReport } from "./read-unmapped.ts";
import { suggestionYaml } from "./suggestion-yaml.ts";

/** How to show unmapped calls. */
export interface UnmappedView {
  readonly language: Language;
  readonly style: Style;
}

/** Names of fields that are shown of a call; `--json` has all of them. */
const SHOWN_FIELDS = 6;

/** The calls, and for each service what to add to its configuration. */
export function renderUnmapped(report: UnmappedReport, { language, style }: UnmappedView): string {
  const texts = unmappedTexts[language];
  const { calls, suggestions } = report;
  const all = calls.reduce((sum, call) => sum + call.calls, 0);
  const sections = [
    all === 0
      ? `${style.good(texts.nothing)}\n`
      : `${style.strong(texts.title(all))}\n${table(calls, texts)}`,
    ...[...suggestions].map(([service, suggested]) => {
      const yaml = suggestionYaml(suggested, texts);
      const title = style.strong(texts.suggested(printable(service)));
      return yaml === "" ? "" : `${title}\n\n${printableLines(yaml)}`;
    }),
    notes(report, texts)
      .map((note) => `${style.notable(note)}\n`)
      .join(""),
  ];
  return sections.filter((section) => section !== "").join("\n");
}

function notes({ notToldApart, suggestions }: UnmappedReport, texts: UnmappedTexts): string[] {
  const hopeless = [...suggestions.values()].reduce((sum, each) => sum + each.hopeless, 0);
  return [
    ...(hopeless > 0 ? [texts.hopeless(hopeless)] : []),
    ...(notToldApart.calls > 0 ? [texts.notToldApart(notToldApart.calls, notToldApart.decisions)] : []),
  ];
}

function table(calls: readonly UnmappedCall[], texts: UnmappedTexts): string {
  return formatTable(
    [
      { title: texts.service, cell: ({ service }) => printable(service) },
      { title: texts.system, cell: ({ system }) => printable(system) },
      { title: texts.place, cell: ({ host, database }) => placeOf(host, database) },
      { title: texts.operation, cell: ({ operation }) => printable(operation) },
      { title: texts.target, cell: ({ target }) => printable(target) },
      { title: texts.calls, cell: (call) => String(call.calls), isNumber: true },
      { title: texts.decisions, cell: ({ decisions }) => String(decisions), isNumber: true },
      { title: texts.fields, cell: ({ fields }) => shown(fields) },
    ],
    calls,
  );
}

function placeOf(host: string, database: string): string {
  return [host, database]
    .filter((part) => part !== "")
    .map(printable)
    .join("/");
}

function shown(fields: readonly string[]): string {
  const names = fields.slice(0, SHOWN_FIELDS).map(printable).join(", ");
  return fields.length > SHOWN_FIELDS ? `${names} …` : names;
}

// Quoted as YAML may be, a name may still hold what reorders a line.
function printableLines(text: string): string {
  return text.split("\n").map(printable).join("\n");
}
