import { defineCommand, type Command } from "../../command.ts";
import { json, lang, store } from "../../common-parameters.ts";
import { jsonLine } from "../../json-text.ts";
import { required } from "../../parameters.ts";
import { packedRules, parseRule } from "../../rule-names.ts";
import { configuredMode } from "../../rules/configured-modes.ts";
import { renderRule, type ListedRule } from "../../rules/render-rules.ts";
import { findConfig } from "../../store-place.ts";
import { textViewOf } from "../../text-view.ts";

/** One rule, as the law has it. */
export const showRule: Command = defineCommand({
  name: "show",
  summary: "Show a rule: what it looks for, its legal basis, what it can't see",
  details: "With a configuration at hand, also what that has it do.",
  parameters: {
    rule: required("<rule>", "id of the rule, such as M02", parseRule),
    config: store.config,
    lang,
    json,
  },

  async run({ rule: id, config, lang: language, json: asJson }, surroundings) {
    const { io } = surroundings;
    const found = await findConfig({ config }, surroundings);
    const rules: ListedRule[] = packedRules()
      .filter(({ rule }) => rule.id === id)
      .map(({ pack, rule }) => ({ pack, rule, configured: configuredMode(found, pack, rule.id) }));
    const view = textViewOf(io, language);
    for (const { rule, ...rest } of rules)
      io.out(asJson ? jsonLine({ ...rest, ...rule }) : renderRule({ rule, ...rest }, view));
    return 0;
  },
});
