import { defineCommand, type Command } from "../command.ts";
import { json, lang, store as storeParameters } from "../common-parameters.ts";
import { jsonLine } from "../json-text.ts";
import { languageOf } from "../language/language.ts";
import { unmappedTexts } from "../language/unmapped-texts.ts";
import { windowOf, windowParameters } from "../listing/window.ts";
import { text } from "../parameters.ts";
import { findConfig, resolveStore } from "../store-place.ts";
import { colours, plain, showsColour } from "../terminal/style.ts";
import { readUnmapped, type UnmappedReport } from "../unmapped/read-unmapped.ts";
import { renderUnmapped } from "../unmapped/render-unmapped.ts";
import { suggestionYaml } from "../unmapped/suggestion-yaml.ts";

/** What was called inside decisions of which no rule says what was read. */
export const unmapped: Command = defineCommand({
  name: "unmapped",
  summary: "List calls that no rule maps to a source, and suggest rules",
  details:
    "These are client spans inside decisions, and inside what was done for decisions of other services, of which it is " +
    "not known what they read. What is suggested goes by what a configuration at hand declares, and is to be checked.",
  parameters: {
    service: text("--service <name>", "of this service"),
    ...windowParameters,
    ...storeParameters,
    lang,
    json,
  },

  async run({ lang: language, json: asJson, service, ...values }, surroundings) {
    const { io, ports } = surroundings;
    const window = windowOf(values, io.now());
    const store = ports.openStore(await resolveStore(values, surroundings));
    try {
      // Whoever names a server needs no configuration, nor one that happens to be here.
      const isElsewhere = values.url !== undefined && values.config === undefined;
      const config = isElsewhere ? undefined : await findConfig(values, surroundings);
      const report = await readUnmapped(store, service, window, config);
      const spoken = language ?? languageOf(io.env);
      const texts = unmappedTexts[spoken];
      const style = showsColour(io) ? colours : plain;
      io.out(asJson ? jsonLine(asValue(report)) : renderUnmapped(report, { language: spoken, style }));
      if (!report.isComplete) io.err(`${texts.hasMore}\n`);
      if (report.calls.length > 0) io.err(`${texts.past}\n`);
      return 0;
    } finally {
      await store.close();
    }
  },
});

function asValue({ suggestions, ...found }: UnmappedReport): unknown {
  const suggested = [...suggestions].map(([service, { rules, sources, features, hopeless }]) => ({
    service,
    rules,
    sources,
    features,
    hopeless,
    yaml: suggestionYaml({ rules, sources, features, hopeless }, unmappedTexts.en),
  }));
  return { ...found, suggestions: suggested };
}
