import type { QuarantineListing, RefusedRow } from "@probity/probe/spool";

import { defineCommand, type Command, type Parameter, type Surroundings } from "../command.ts";
import { json, lang, store as storeParameters } from "../common-parameters.ts";
import type { ExitCode } from "../exit-code.ts";
import { jsonLine } from "../json-text.ts";
import { languageOf } from "../language/language.ts";
import { progressTexts } from "../language/progress-texts.ts";
import { quarantineTexts } from "../language/quarantine-texts.ts";
import { required, text } from "../parameters.ts";
import { company } from "../spool/company.ts";
import { renderQuarantine, renderQuarantineReplay, type QuarantineView } from "../spool/render-quarantine.ts";
import { giveUpAfter, resolveSpool } from "../spool/spool-place.ts";
import { resolveStore, type StoreValues } from "../store-place.ts";
import { colours, plain, showsColour } from "../terminal/style.ts";

/** Rows that ClickHouse refused for what is in them: shows them, or sends them again. */
export const quarantine: Command = defineCommand({
  name: "quarantine",
  summary: "List records that ClickHouse refused, or send them again",
  details:
    "list shows which records of a spool were refused, and why. replay sends each again: what is stored leaves the " +
    "quarantine, what is refused stays with the new reason. Exit code 1 where something is in quarantine in the end.",
  parameters: {
    action: actionParameter(),
    spool: text("[spool]", "directory of the spool (default: spool.directory of the configuration)"),
    giveUpAfter,
    ...storeParameters,
    lang,
    json,
  },

  async run(
    { action, spool, giveUpAfter: patienceMs, lang: language, json: asJson, ...place },
    surroundings,
  ) {
    const { io } = surroundings;
    const { directory } = await resolveSpool(spool, place, surroundings);
    const style = showsColour(io) ? colours : plain;
    const view = { language: language ?? languageOf(io.env), style, timeZone: io.timeZone };
    const call: Call = { directory, place, patienceMs, asJson, view };
    return action === "list" ? list(call, surroundings) : replay(call, surroundings);
  },
});

interface Call {
  readonly directory: string;
  readonly place: StoreValues;
  readonly patienceMs: number;
  readonly asJson: boolean;
  readonly view: QuarantineView;
}

function list({ directory, asJson, view }: Call, { io, ports }: Surroundings): ExitCode {
  const listing = ports.spool.listQuarantine(directory);
  io.out(asJson ? jsonLine(listingJson(listing)) : renderQuarantine(listing, view));
  const count = listing.rows.length + listing.faults.length;
  if (count > 0) io.err(`${quarantineTexts[view.language].listed(count, view.timeZone)}\n`);
  return count > 0 ? 1 : 0;
}

async function replay(call: Call, surroundings: Surroundings): Promise<ExitCode> {
  const { directory, place, patienceMs, asJson, view } = call;
  const { io, ports } = surroundings;
  const storage = await resolveStore(place, surroundings);
  const report = await ports.spool.replayQuarantine(directory, {
    storage,
    patienceMs,
    ...company(io, progressTexts[view.language]),
  });
  io.out(asJson ? jsonLine(report) : renderQuarantineReplay(report, view));
  return report.refused.length + report.unreadable.length + report.untried > 0 ? 1 : 0;
}

/** A listing without the rows themselves: what is in them is nobody's business here. */
function listingJson({ rows, faults }: QuarantineListing): {
  rows: readonly RefusedRow[];
  unreadable: readonly { code: string; message: string }[];
} {
  return {
    rows: rows.map(({ bytes: _bytes, ...row }) => row),
    unreadable: faults.map(({ code, message }) => ({ code, message })),
  };
}

function actionParameter(): Parameter<"list" | "replay"> {
  const parse = (given: string): "list" | "replay" => (given === "list" ? "list" : "replay");
  return { ...required("<action>", "what to do", parse), choices: ["list", "replay"] };
}
