import type { WholePath } from "@probity/clickhouse";
import { timeOfDecisionId } from "@probity/core";
import { openLineageEvent, provDocument } from "@probity/report";

import { defineCommand, type Command, type Parameter } from "../command.ts";
import { json, lang, store as storeParameters } from "../common-parameters.ts";
import { CliError } from "../errors.ts";
import { jsonLine } from "../json-text.ts";
import { languageOf } from "../language/language.ts";
import { required } from "../parameters.ts";
import { renderPath } from "../path/render-path.ts";
import { resolveStore } from "../store-place.ts";
import { showsColour } from "../terminal/style.ts";

/** Documents that other tools read. */
const FORMATS = {
  openlineage: (found: WholePath): unknown => openLineageEvent(found),
  prov: (found: WholePath): unknown => provDocument(found),
};

type Format = keyof typeof FORMATS;

/** The data-call path of one decision. */
export const path: Command = defineCommand({
  name: "path",
  summary: "Show the data-call path of a decision",
  details: "The id is that of the Probity-Decision-Id header. Exit code 1 where there is no such decision.",
  parameters: {
    id: required("<decision-id>", "id of the decision", parseDecisionId),
    format: formatParameter(),
    ...storeParameters,
    lang,
    json,
  },

  async run({ id, format, lang: language, json: asJson, ...place }, surroundings) {
    const { io, ports } = surroundings;
    if (asJson && format !== undefined) {
      throw new CliError("USAGE", "--json and --format both say what to print: give one of them");
    }
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
      if (format !== undefined) io.out(`${JSON.stringify(FORMATS[format](found))}\n`);
      else if (asJson) io.out(jsonLine(found));
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

function formatParameter(): Parameter<Format | undefined> {
  return {
    usage: "--format <format>",
    description: "print an OpenLineage run event, or W3C PROV-JSON, in place of text",
    choices: Object.keys(FORMATS),
    // Only the choices get here.
    parse: (given) => given as Format,
    fallback: undefined,
  };
}

function parseDecisionId(given: string): string {
  const id = given.toLowerCase();
  if (timeOfDecisionId(id) !== undefined) return id;
  throw new RangeError("expected a UUID of version 7, such as 01999b2e-7a34-7c1e-9f1a-0c9d1f6e7a42");
}
