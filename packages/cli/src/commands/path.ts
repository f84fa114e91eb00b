import { timeOfDecisionId } from "@probity/core";

import { defineCommand, type Command } from "../command.ts";
import { json, lang, store as storeParameters } from "../common-parameters.ts";
import { CliError } from "../errors.ts";
import { jsonLine } from "../json-text.ts";
import { languageOf } from "../language/language.ts";
import { required } from "../parameters.ts";
import { renderPath } from "../path/render-path.ts";
import { resolveStore } from "../store-place.ts";
import { showsColour } from "../terminal/style.ts";

/** The data-call path of one decision. */
export const path: Command = defineCommand({
  name: "path",
  summary: "Show the data-call path of a decision",
  details: "The id is that of the Probity-Decision-Id header. Exit code 1 where there is no such decision.",
  parameters: {
    id: required("<decision-id>", "id of the decision", parseDecisionId),
    ...storeParameters,
    lang,
    json,
  },

  async run({ id, lang: language, json: asJson, ...place }, surroundings) {
    const { io, ports } = surroundings;
    const options = await resolveStore(place, surroundings);
    const store = ports.openStore(options);
    try {
      const found = await store.path(id);
      if (!found) {
        throw new CliError(
          "NOT_FOUND",
          `no decision ${id} in database ${options.database} at ${options.url}`,
        );
      }
      if (asJson) io.out(jsonLine(found));
      else {
        const view = {
          language: language ?? languageOf(io.env),
          colour: showsColour(io),
          timeZone: io.timeZone,
        };
        io.out(renderPath(found, view));
      }
      return 0;
    } finally {
      await store.close();
    }
  },
});

function parseDecisionId(given: string): string {
  const id = given.toLowerCase();
  if (timeOfDecisionId(id) !== undefined) return id;
  throw new RangeError("expected a UUID of version 7, such as 01999b2e-7a34-7c1e-9f1a-0c9d1f6e7a42");
}
