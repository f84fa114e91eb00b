import type { ControlChange } from "@probity/clickhouse";

import { defineCommand, type Command } from "../../command.ts";
import { json, lang, store as storeParameters } from "../../common-parameters.ts";
import { renderHistory } from "../../control/render-control.ts";
import { jsonLine } from "../../json-text.ts";
import { controlTexts } from "../../language/control-texts.ts";
import { collect } from "../../listing/collect.ts";
import { windowOf, windowParameters } from "../../listing/window.ts";
import { count, text } from "../../parameters.ts";
import { textViewOf } from "../../text-view.ts";
import { withStore } from "../../with-store.ts";

/** Who changed what, and when. */
export const controlHistory: Command = defineCommand({
  name: "history",
  summary: "List changes of what rules do, newest first",
  details:
    "Wherever they came from: this command, a control file, or the probe itself, which suspends a rule that fails. With " +
    "--json, one change a line.",
  parameters: {
    rule: text("--rule <id>", "of this rule"),
    outlet: text("--outlet <id>", "for this outlet"),
    ...windowParameters,
    limit: count("--limit <count>", "so many at most", { fallback: 50, most: 10_000 }),
    ...storeParameters,
    lang,
    json,
  },

  async run({ rule, outlet, limit, lang: language, json: asJson, ...values }, surroundings) {
    const { io } = surroundings;
    const window = windowOf(values, io.now());
    const view = textViewOf(io, language);
    const { rows, hasMore } = await withStore(values, surroundings, (store) =>
      collect<ControlChange>((page) => store.controlHistory({ rule, outlet }, { ...window, ...page }), limit),
    );
    if (asJson) for (const row of rows) io.out(jsonLine(row));
    else io.out(renderHistory(rows, view));
    const texts = controlTexts[view.language];
    io.err(`${texts.listed(rows.length, io.timeZone)}\n${hasMore ? `${texts.hasMore}\n` : ""}`);
    return 0;
  },
});
