import { defineCommand, type Command } from "../command.ts";
import { json, lang, store as storeParameters } from "../common-parameters.ts";
import { readCoverage } from "../coverage/read-coverage.ts";
import { renderCoverage } from "../coverage/render-coverage.ts";
import { jsonLine } from "../json-text.ts";
import { coverageTexts } from "../language/coverage-texts.ts";
import { languageOf } from "../language/language.ts";
import { windowOf, windowParameters } from "../listing/window.ts";
import { text } from "../parameters.ts";
import { resolveStore } from "../store-place.ts";
import { colours, plain, showsColour } from "../terminal/style.ts";

/** How much of a service's ranking is seen. */
export const coverage: Command = defineCommand({
  name: "coverage",
  summary: "State which routes became decisions, and which share of them",
  details:
    "Every process counts its requests by route, and says every minute what became of them. Routes that are not " +
    "configured and answer JSON are named, as there may be a ranking among them, and so is what got lost.",
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
      const report = await readCoverage(store, service, window);
      const spoken = language ?? languageOf(io.env);
      const style = showsColour(io) ? colours : plain;
      io.out(asJson ? jsonLine(report) : renderCoverage(report, { language: spoken, style }));
      if (!report.isComplete) io.err(`${coverageTexts[spoken].hasMore}\n`);
      return 0;
    } finally {
      await store.close();
    }
  },
});
