import { defineCommand, type Command } from "../command.ts";
import { json, lang, store as storeParameters } from "../common-parameters.ts";
import { jsonLine } from "../json-text.ts";
import { languageOf } from "../language/language.ts";
import { windowOf, windowParameters } from "../listing/window.ts";
import { renderOverview } from "../overview/render-overview.ts";
import { resolveStore } from "../store-place.ts";
import { showsColour } from "../terminal/style.ts";

/** What a stretch of time amounts to. */
export const overview: Command = defineCommand({
  name: "overview",
  summary: "Sum up decisions: algorithms, features, rule hits, minors, interventions",
  details: "Without --since and --until: all that is stored.",
  parameters: {
    ...windowParameters,
    ...storeParameters,
    lang,
    json,
  },

  async run({ lang: language, json: asJson, since, until, ...place }, surroundings) {
    const { io, ports } = surroundings;
    const window = windowOf({ since, until }, io.now());
    const store = ports.openStore(await resolveStore(place, surroundings));
    try {
      const found = await store.overview(window);
      const view = {
        language: language ?? languageOf(io.env),
        colour: showsColour(io),
        timeZone: io.timeZone,
      };
      io.out(asJson ? jsonLine(found) : renderOverview(found, view));
      return 0;
    } finally {
      await store.close();
    }
  },
});
