import type { FindingRow } from "@probity/core";

import { defineCommand, type Command } from "../command.ts";
import { json, lang, store as storeParameters } from "../common-parameters.ts";
import { renderFindings } from "../findings/render-findings.ts";
import { jsonLine } from "../json-text.ts";
import { findingsTexts } from "../language/findings-texts.ts";
import { collect } from "../listing/collect.ts";
import { windowOf, windowParameters } from "../listing/window.ts";
import { count, flag, parsed, text } from "../parameters.ts";
import { textViewOf } from "../text-view.ts";
import { withStore } from "../with-store.ts";

/** What rules found that look at stored records. */
export const findings: Command = defineCommand({
  name: "findings",
  summary: "List what rules found in stored records, explained",
  details:
    "These are the hits of rules that look at many decisions at a time, newest run first: suspected, to be reviewed. Hits " +
    "on one decision stand in its path, and decisions --finding lists them. With --json, one finding a line.",
  parameters: {
    rule: text("--rule <id>", "of this rule, such as C01"),
    service: text("--service <name>", "of this service"),
    algorithm: text("--algorithm <id>", "about this algorithm"),
    outlet: text("--outlet <id>", "about this outlet"),
    run: parsed("--run <id>", "of this run of the rules", parseRun),
    query: flag("--query", "with the SQL and the parameters that reproduce each"),
    ...windowParameters,
    limit: count("--limit <count>", "so many at most", { fallback: 50, most: 10_000 }),
    ...storeParameters,
    lang,
    json,
  },

  async run({ lang: language, json: asJson, limit, query, ...values }, surroundings) {
    const { io } = surroundings;
    const { rule, service, algorithm, outlet, run } = values;
    const window = windowOf(values, io.now());
    const view = textViewOf(io, language);
    const { rows, hasMore } = await withStore(values, surroundings, (store) =>
      collect<FindingRow>(
        (page) => store.findings({ rule, service, algorithm, outlet, run }, { ...window, ...page }),
        limit,
      ),
    );
    if (asJson) for (const row of rows) io.out(jsonLine(row));
    else io.out(renderFindings(rows, { ...view, withQuery: query }));
    const texts = findingsTexts[view.language];
    io.err(`${texts.listed(rows.length, io.timeZone)}\n${hasMore ? `${texts.hasMore}\n` : ""}`);
    return 0;
  },
});

function parseRun(given: string): string {
  if (/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(given)) return given.toLowerCase();
  throw new RangeError("expected the id of a run, a UUID");
}
