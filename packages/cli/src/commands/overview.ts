import { defineCommand, type Command } from "../command.ts";
import { json, lang, store as storeParameters } from "../common-parameters.ts";
import { jsonLine } from "../json-text.ts";
import { languageOf } from "../language/language.ts";
import { parseMoment } from "../listing/moment.ts";
import { renderOverview } from "../overview/render-overview.ts";
import { parsed } from "../parameters.ts";
import { resolveStore } from "../store-place.ts";
import { showsColour } from "../terminal/style.ts";

/** What a stretch of time amounts to. */
export const overview: Command = defineCommand({
  name: "overview",
  summary: "Sum up decisions: algorithms, features, rule hits, minors, interventions",
  details: "Without --since and --until: all that is stored.",
  parameters: {
    since: parsed(
      "--since <time>",
      "from this time on: 2026-11-21, 2026-11-21T19:30+08:00, 2h, 7d",
      parseMoment,
    ),
    until: parsed("--until <time>", "before this time", parseMoment),
    ...storeParameters,
    lang,
    json,
  },

  async run({ lang: language, json: asJson, since, until, ...place }, surroundings) {
    const { io, ports } = surroundings;
    const store = ports.openStore(await resolveStore(place, surroundings));
    try {
      const found = await store.overview({ from: since?.(io.now()), to: until?.(io.now()) });
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
