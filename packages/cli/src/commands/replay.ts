import { defineCommand, type Command } from "../command.ts";
import { json, lang, store as storeParameters } from "../common-parameters.ts";
import { jsonLine } from "../json-text.ts";
import { languageOf } from "../language/language.ts";
import { progressTexts } from "../language/progress-texts.ts";
import { replayTexts } from "../language/replay-texts.ts";
import { parseMoment } from "../listing/moment.ts";
import { windowOf } from "../listing/window.ts";
import { several, parsed } from "../parameters.ts";
import { company } from "../spool/company.ts";
import { missingOf, renderReplay } from "../spool/render-replay.ts";
import { giveUpAfter, resolveArchives } from "../spool/spool-place.ts";
import { resolveStore } from "../store-place.ts";
import { colours, plain, showsColour } from "../terminal/style.ts";

/** Sends again what archives hold. */
export const replay: Command = defineCommand({
  name: "replay",
  summary: "Send archived records again, into a database that lost them",
  details:
    "Reads the archive that spool.archive of a configuration names, and sends what is not stored: catalogs, " +
    "decisions, gaps. Then it compares the two, writer by writer. May be ended and run again at any time; nothing is " +
    "stored twice. Exit code 1 where something is missing, refused, damaged, or there twice.",
  parameters: {
    archives: several(
      "[archive...]",
      "directories of archives (default: spool.archive of the configuration)",
    ),
    from: parsed(
      "--from <time>",
      "records from this time on: 2026-11-21, 2026-11-21T19:30+08:00, 2h, 7d",
      parseMoment,
    ),
    to: parsed("--to <time>", "records before this time", parseMoment),
    giveUpAfter,
    ...storeParameters,
    lang,
    json,
  },

  async run(
    { archives, from, to, giveUpAfter: patienceMs, lang: language, json: asJson, ...place },
    surroundings,
  ) {
    const { io, ports } = surroundings;
    const window = windowOf({ since: from, until: to }, io.now(), { since: "--from", until: "--to" });
    const directories = await resolveArchives(archives, place, surroundings);
    const storage = await resolveStore(place, surroundings);
    const spoken = language ?? languageOf(io.env);
    const texts = replayTexts[spoken];
    const report = await ports.spool.replayArchive(directories, {
      storage,
      patienceMs,
      ...window,
      onProgress: ({ file, number, of }) => io.err(`${texts.reading(file, number, of)}\n`),
      ...company(io, progressTexts[spoken]),
    });
    const style = showsColour(io) ? colours : plain;
    io.out(asJson ? jsonLine(report) : renderReplay(report, { language: spoken, style }));
    const isWhole = report.writers.every(({ refused, doubled }) => refused + doubled === 0);
    return isWhole && missingOf(report) + report.damage.length === 0 ? 0 : 1;
  },
});
