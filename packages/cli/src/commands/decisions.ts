import { defineCommand, type Command } from "../command.ts";
import { json, lang, store as storeParameters } from "../common-parameters.ts";
import { jsonLine } from "../json-text.ts";
import { decisionsTexts } from "../language/decisions-texts.ts";
import { languageOf } from "../language/language.ts";
import { decisionsTable } from "../listing/decisions-table.ts";
import { listDecisions, type Query } from "../listing/list-decisions.ts";
import { windowOf, windowParameters } from "../listing/window.ts";
import { subjectsOf, userParameters } from "../named-user.ts";
import { count, flag, parsed, text } from "../parameters.ts";
import { parseRule } from "../rule-names.ts";
import { resolveStore } from "../store-place.ts";
import { colours, plain, showsColour } from "../terminal/style.ts";

/** Lists decisions, newest first. */
export const decisions: Command = defineCommand({
  name: "decisions",
  summary: "List decisions, newest first",
  details: "What is asked for together must hold together. With --json, one decision a line.",
  parameters: {
    algorithm: text("--algorithm <id>", "of this algorithm"),
    outlet: text("--outlet <id>", "on this outlet"),
    feature: text("--feature <name>", "that used this feature, such as profile.age"),
    ...userParameters,
    finding: parsed("--finding <rule>", "that this rule hit, such as M02", parseRule),
    minors: flag("--minors", "for minors, by age band or by the minors' mode"),
    intervened: flag("--intervened", "that people changed"),
    ...windowParameters,
    limit: count("--limit <count>", "so many at most", { fallback: 50, most: 10_000 }),
    ...storeParameters,
    lang,
    json,
  },

  async run({ lang: language, json: asJson, limit, subject, subjectId, ...values }, surroundings) {
    const { io, ports } = surroundings;
    const { algorithm, outlet, feature, finding: rule, minors, intervened } = values;
    const window = windowOf(values, io.now());
    const subjects = await subjectsOf({ subject, subjectId, config: values.config }, surroundings);
    const query: Query = { algorithm, outlet, feature, rule, subjects, minors, intervened, ...window };

    const store = ports.openStore(await resolveStore(values, surroundings));
    try {
      const { rows, hasMore } = await listDecisions(store, query, limit);
      const spoken = language ?? languageOf(io.env);
      if (asJson) for (const row of rows) io.out(jsonLine(row));
      else if (rows.length > 0) {
        const style = showsColour(io) ? colours : plain;
        const { timeZone } = io;
        io.out(
          decisionsTable(rows, { language: spoken, style, timeZone, forFeature: feature !== undefined }),
        );
      }
      const texts = decisionsTexts[spoken];
      io.err(`${texts.listed(rows.length, io.timeZone)}\n${hasMore ? `${texts.hasMore}\n` : ""}`);
      return 0;
    } finally {
      await store.close();
    }
  },
});
