import { resolve } from "node:path";

import { defineCommand, type Command } from "../command.ts";
import { json, lang, store as storeParameters } from "../common-parameters.ts";
import { jsonLine } from "../json-text.ts";
import { languageOf } from "../language/language.ts";
import { progressTexts } from "../language/progress-texts.ts";
import { shipTexts } from "../language/ship-texts.ts";
import { text } from "../parameters.ts";
import { company } from "../spool/company.ts";
import { renderShip } from "../spool/render-ship.ts";
import { archiveOf, giveUpAfter, resolveSpool } from "../spool/spool-place.ts";
import { resolveStore } from "../store-place.ts";
import { colours, plain, showsColour } from "../terminal/style.ts";

/** Stores what processes left in a spool that are no more. */
export const ship: Command = defineCommand({
  name: "ship",
  summary: "Store what processes left in a spool that are no more",
  details:
    "What the next start of a service would do, without one. Logs of live processes are left alone, and nothing is " +
    "stored twice, whenever it is ended and however often it is run. Exit code 1 where something is left in the " +
    "spool, or in its quarantine.",
  parameters: {
    spool: text("[spool]", "directory of the spool (default: spool.directory of the configuration)"),
    archive: text(
      "--archive <directory>",
      "where stored segments go (default: spool.archive, else they are deleted)",
    ),
    giveUpAfter,
    ...storeParameters,
    lang,
    json,
  },

  async run(
    { spool: given, archive, giveUpAfter: patienceMs, lang: language, json: asJson, ...place },
    surroundings,
  ) {
    const { io, ports } = surroundings;
    const { directory, config } = await resolveSpool(given, place, surroundings);
    const storage = await resolveStore(place, surroundings);
    const target = archive === undefined ? archiveOf(config?.spool) : resolve(io.cwd, archive);
    const spoken = language ?? languageOf(io.env);
    const texts = shipTexts[spoken];
    const report = await ports.spool.shipSpool(directory, {
      storage,
      patienceMs,
      ...(target !== undefined && { archive: target }),
      ...(config && { batch: config.storage.batch }),
      onProgress: ({ log, number, of, bytes }) => io.err(`${texts.shipping(log, number, of, bytes)}\n`),
      ...company(io, progressTexts[spoken]),
    });
    const style = showsColour(io) ? colours : plain;
    io.out(asJson ? jsonLine(report) : renderShip(report, { language: spoken, style, spool: directory }));
    return report.left.length + report.quarantined > 0 ? 1 : 0;
  },
});
