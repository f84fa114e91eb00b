import { defineCommand, type Command } from "../../command.ts";
import { json, lang, store } from "../../common-parameters.ts";
import { jsonLine } from "../../json-text.ts";
import { packedRules } from "../../rule-names.ts";
import { configuredMode } from "../../rules/configured-modes.ts";
import { renderRules } from "../../rules/render-rules.ts";
import { findConfig } from "../../store-place.ts";
import { textViewOf } from "../../text-view.ts";

/** The rules of all packs. */
export const listRules: Command = defineCommand({
  name: "list",
  summary: "List the rules of all packs, and what the configuration has them do",
  details: "Without a configuration, the rules alone. What was changed since, probity control show tells.",
  parameters: { config: store.config, lang, json },

  async run({ config, lang: language, json: asJson }, surroundings) {
    const { io } = surroundings;
    const found = await findConfig({ config }, surroundings);
    const rules = packedRules().map(({ pack, rule }) => ({
      pack,
      rule,
      configured: configuredMode(found, pack, rule.id),
    }));
    if (asJson) for (const { rule, ...rest } of rules) io.out(jsonLine({ ...rest, ...rule }));
    else io.out(renderRules(rules, textViewOf(io, language)));
    return 0;
  },
});
