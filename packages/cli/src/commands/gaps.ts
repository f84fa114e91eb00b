import { gapRecord, type GapCause } from "@probity/core";

import { defineCommand, type Command, type Parameter } from "../command.ts";
import { json, lang, store as storeParameters } from "../common-parameters.ts";
import { readGaps } from "../gaps/read-gaps.ts";
import { renderGaps } from "../gaps/render-gaps.ts";
import { jsonLine } from "../json-text.ts";
import { gapsTexts } from "../language/gaps-texts.ts";
import { languageOf } from "../language/language.ts";
import { windowOf, windowParameters } from "../listing/window.ts";
import { count, text } from "../parameters.ts";
import { resolveStore } from "../store-place.ts";
import { colours, plain, showsColour } from "../terminal/style.ts";

/** How blind we are: decisions of which no record came. */
export const gaps: Command = defineCommand({
  name: "gaps",
  summary: "List decisions of which no record came, and why",
  details:
    "Every process numbers its decisions without a gap, so what is missing is known: here are the runs of numbers " +
    "that are, newest first, and how many of them are stored by now. Times are those at which a gap was noticed. " +
    "Exit code 1 where something is missing, or there twice.",
  parameters: {
    service: text("--service <name>", "of this service"),
    cause: causeParameter(),
    ...windowParameters,
    limit: count("--limit <count>", "so many at most", { fallback: 50, most: 10_000 }),
    ...storeParameters,
    lang,
    json,
  },

  async run({ lang: language, json: asJson, limit, service, cause, ...values }, surroundings) {
    const { io, ports } = surroundings;
    const window = windowOf(values, io.now());
    const store = ports.openStore(await resolveStore(values, surroundings));
    try {
      const report = await readGaps(store, { service, cause, limit, ...window });
      const spoken = language ?? languageOf(io.env);
      const style = showsColour(io) ? colours : plain;
      const { timeZone } = io;
      io.out(asJson ? jsonLine(report) : renderGaps(report, { language: spoken, style, timeZone }));
      const texts = gapsTexts[spoken];
      const isQuarantined = report.causes.some((each) => each.cause === "quarantined" && each.missing > 0);
      io.err(
        [
          texts.listed(report.gaps.length, timeZone),
          ...(report.hasMore ? [texts.hasMore] : []),
          ...(isQuarantined ? [texts.quarantined] : []),
        ]
          .map((line) => `${line}\n`)
          .join(""),
      );
      const isWhole = report.causes.every(({ missing }) => missing === 0) && report.decisions.doubled === 0;
      return isWhole ? 0 : 1;
    } finally {
      await store.close();
    }
  },
});

function causeParameter(): Parameter<GapCause | undefined> {
  const choices = Object.keys(gapRecord.columns.cause.type.enum8);
  return {
    usage: "--cause <cause>",
    description: "list only those of this cause",
    choices,
    // Only the choices get here.
    parse: (given) => given as GapCause,
    fallback: undefined,
  };
}
