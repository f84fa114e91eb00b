import type { InterventionStanding } from "@probity/clickhouse";
import type { InterventionRow } from "@probity/core";

import { interventionsTexts, type InterventionsTexts } from "../language/interventions-texts.ts";
import { shortTimeFormat } from "../language/format.ts";
import { words } from "../language/words.ts";
import { isZero } from "../path/header.ts";
import { printable } from "../terminal/printable.ts";
import type { Style } from "../terminal/style.ts";
import { formatTable } from "../terminal/table.ts";
import { formatTree } from "../terminal/tree.ts";
import type { TextView } from "../text-view.ts";

/** Interventions as a table, one line each. */
export function renderStandings(rows: readonly InterventionStanding[], view: TextView): string {
  if (rows.length === 0) return "";
  const { language, style, timeZone } = view;
  const texts = interventionsTexts[language];
  const time = shortTimeFormat(timeZone);
  return formatTable<InterventionStanding>(
    [
      { title: texts.id, cell: ({ id }) => printable(id) },
      { title: texts.state, cell: ({ state }) => marked(state, texts, style) },
      { title: texts.what, cell: (row) => effectOf(row, view) },
      { title: texts.item, cell: ({ item_id: item }) => printable(item) },
      { title: texts.where, cell: (row) => placeOf(row, view) },
      { title: texts.validFrom, cell: ({ valid_from: at }) => time(at) },
      { title: texts.validTo, cell: ({ valid_to: at }) => time(at) },
      { title: texts.proposedBy, cell: ({ proposed_by: by }) => printable(by) },
      { title: texts.decidedBy, cell: decidedBy },
      { title: texts.reason, cell: ({ reason }) => printable(reason) },
      { title: texts.ticket, cell: ({ ticket }) => printable(ticket) },
    ],
    rows,
  );
}

/** One intervention with every step, whether it counts or not. */
export function renderStanding(
  row: InterventionStanding,
  steps: readonly InterventionRow[],
  view: TextView,
): string {
  const { language, style, timeZone } = view;
  const texts = interventionsTexts[language];
  const time = shortTimeFormat(timeZone);
  const item = isZero(row.item) ? printable(row.item_id) : `${printable(row.item_id)} (${row.item})`;
  return formatTree({
    text: `${printable(row.id)} ${marked(row.state, texts, style)}`,
    children: [
      { text: `${effectOf(row, view)} · ${texts.item} ${item} · ${placeOf(row, view)}` },
      { text: texts.from(time(row.valid_from), time(row.valid_to)) },
      { text: `${texts.reason} ${printable(row.reason)} · ${texts.ticket} ${printable(row.ticket)}` },
      { text: texts[row.two_persons ? "twoPersons" : "onePerson"] },
      {
        text: texts.steps,
        children: steps.map(({ ts, step, actor }) => ({
          text: `${time(ts)} ${texts.taken[step]} ${printable(actor)}`,
        })),
      },
    ],
  });
}

function effectOf({ kind, rank, factor }: InterventionStanding, { language }: TextView): string {
  const texts = interventionsTexts[language];
  const how = rank > 0 ? ` ${texts.rank(rank)}` : factor === 1 ? "" : ` ×${Number(factor.toPrecision(4))}`;
  return `${words[language].interventions[kind]}${how}`;
}

function placeOf({ surface, outlet, algorithm }: InterventionStanding, { language }: TextView): string {
  return [words[language].surfaces[surface], printable(outlet), printable(algorithm)]
    .filter((part) => part !== "")
    .join(", ");
}

function decidedBy(row: InterventionStanding): string {
  const who =
    row.state === "rejected" ? row.rejected_by : row.state === "revoked" ? row.revoked_by : row.approved_by;
  return printable(who);
}

function marked(state: InterventionStanding["state"], texts: InterventionsTexts, style: Style): string {
  const word = texts.states[state];
  if (state === "active") return style.good(word);
  return state === "proposed" ? style.notable(word) : word;
}
