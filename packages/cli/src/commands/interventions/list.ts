import type { InterventionStanding, InterventionState } from "@probity/clickhouse";
import { interventionRecord, type Surface } from "@probity/core";

import { defineCommand, type Command, type Parameter } from "../../command.ts";
import { json, lang, store as storeParameters } from "../../common-parameters.ts";
import { renderStandings } from "../../interventions/render-interventions.ts";
import { jsonLine } from "../../json-text.ts";
import { interventionsTexts } from "../../language/interventions-texts.ts";
import { collect } from "../../listing/collect.ts";
import { windowOf, windowParameters } from "../../listing/window.ts";
import { chosen, count, text } from "../../parameters.ts";
import { textViewOf } from "../../text-view.ts";
import { withStore } from "../../with-store.ts";

const STATES: readonly InterventionState[] = [
  "proposed",
  "approved",
  "active",
  "expired",
  "lapsed",
  "rejected",
  "revoked",
];

/** Where one acts. */
const SURFACES = Object.keys(interventionRecord.columns.surface.type.enum8) as Surface[];

const state: Parameter<InterventionState | undefined> = chosen(
  "--state <state>",
  "that stand so now",
  STATES,
);

/** Lists interventions with how they stand. */
export const listInterventions: Command = defineCommand({
  name: "list",
  summary: "List manual interventions, last proposed first",
  details: "--since and --until are of the proposal. With --json, one a line.",
  parameters: {
    state,
    surface: chosen("--surface <surface>", "on this surface", SURFACES),
    outlet: text("--outlet <id>", "for this outlet alone"),
    algorithm: text("--algorithm <id>", "for this algorithm alone"),
    ...windowParameters,
    limit: count("--limit <count>", "so many at most", { fallback: 50, most: 10_000 }),
    ...storeParameters,
    lang,
    json,
  },

  async run({ lang: language, json: asJson, limit, ...values }, surroundings) {
    const { io } = surroundings;
    const { state: wanted, surface, outlet, algorithm } = values;
    const filter = { state: wanted, surface, outlet, algorithm, at: io.now() };
    const window = windowOf(values, io.now());
    const view = textViewOf(io, language);
    const { rows, hasMore } = await withStore(values, surroundings, (store) =>
      collect<InterventionStanding>((page) => store.interventions(filter, { ...window, ...page }), limit),
    );
    if (asJson) for (const row of rows) io.out(jsonLine(row));
    else io.out(renderStandings(rows, view));
    const texts = interventionsTexts[view.language];
    io.err(`${texts.listed(rows.length, io.timeZone)}\n${hasMore ? `${texts.hasMore}\n` : ""}`);
    return 0;
  },
});
