import type { ChoiceRow } from "@probity/core";

import { choicesTexts } from "../language/choices-texts.ts";
import { shortTimeFormat } from "../language/format.ts";
import { isZero } from "../path/header.ts";
import { shortSubject } from "../path/subject.ts";
import { printable } from "../terminal/printable.ts";
import { formatTable } from "../terminal/table.ts";
import type { TextView } from "../text-view.ts";

/** Choices as a table, one line each. */
export function renderChoices(rows: readonly ChoiceRow[], { language, style, timeZone }: TextView): string {
  if (rows.length === 0) return "";
  const texts = choicesTexts[language];
  const time = shortTimeFormat(timeZone);
  return formatTable<ChoiceRow>(
    [
      { title: texts.chosen, cell: ({ chosen_at: at }) => time(at) },
      {
        title: texts.choice,
        cell: ({ kind }) => (RESTRICTS.has(kind) ? style.notable(texts.kinds[kind]) : texts.kinds[kind]),
      },
      { title: texts.about, cell: aboutOf },
      { title: texts.outlet, cell: ({ outlet }) => (outlet === "" ? texts.everyOutlet : printable(outlet)) },
      { title: texts.by, cell: (row) => (row.by_guardian ? texts.guardian : texts.user) },
      { title: texts.service, cell: ({ service }) => printable(service) },
      { title: texts.via, cell: ({ via }) => printable(via) },
      {
        title: texts.subject,
        cell: ({ subject, key_id: key }) => `${shortSubject(subject)} (${printable(key)})`,
      },
    ],
    rows,
  );
}

/** What rules hold back by. */
const RESTRICTS: ReadonlySet<ChoiceRow["kind"]> = new Set([
  "personalisation_off",
  "tag_deleted",
  "tag_blocked",
  "consent_withdrawn",
]);

function aboutOf({ tag, code, consent_version: version }: ChoiceRow): string {
  return [isZero(tag) ? "" : tag, printable(code), printable(version)]
    .filter((part) => part !== "")
    .join(" ");
}
