import { batchRules, type Window } from "@probity/batch";
import type { Config } from "@probity/config";

import { keepRunning } from "../../batch/keep-running.ts";
import { pickWindow } from "../../batch/pick-window.ts";
import { readGroups } from "../../batch/read-groups.ts";
import { renderWindow, windowAsJson } from "../../batch/render-window.ts";
import { runWindow, type RunPlan, type WindowReport } from "../../batch/run-window.ts";
import { filedOf, settingsOf } from "../../batch/settings-of.ts";
import { defineCommand, type Command, type Surroundings } from "../../command.ts";
import { json, lang, store as storeParameters } from "../../common-parameters.ts";
import { CliError } from "../../errors.ts";
import type { ExitCode } from "../../exit-code.ts";
import { jsonLine } from "../../json-text.ts";
import { batchTexts } from "../../language/batch-texts.ts";
import { parseSpan } from "../../listing/moment.ts";
import { windowParameters } from "../../listing/window.ts";
import { flag, parsed, text } from "../../parameters.ts";
import type { StorePort } from "../../ports.ts";
import { findConfig, type StoreValues } from "../../store-place.ts";
import { printable } from "../../terminal/printable.ts";
import { textViewOf } from "../../text-view.ts";
import { withStore } from "../../with-store.ts";

/** The rules over stored records. */
export const runRules: Command = defineCommand({
  name: "run",
  summary: "Run the rules that look at stored records, and enter what they find",
  details:
    "Over the day that ended with the last full hour, or a window of yours, or with --every one after the other. A window " +
    "may be run again: nothing is entered twice. Thresholds are the configuration's. Each finding holds the query and the " +
    "parameters that reproduce it; findings lists them. Exit code 1 where something was found, 2 where a rule could not look.",
  parameters: {
    only: parsed("--only <ids>", "these rules, such as C02,P02 (default: all)", parseIds),
    ...windowParameters,
    every: parsed(
      "--every <time>",
      "keep running: windows this long, in step with China's clocks: 1h, 1d",
      parseEvery,
    ),
    groups: text("--groups <file>", "groups of items for D01: lines of item,group"),
    dryRun: flag("--dry-run", "enter nothing"),
    ...storeParameters,
    lang,
    json,
  },

  async run(values, surroundings) {
    const { only, since, until, every, groups, dryRun: isDry, lang: language, json: asJson } = values;
    const { io } = surroundings;
    if (every !== undefined && until !== undefined)
      throw new CliError("USAGE", "--every runs on and on: it goes without --until");
    const window = pickWindow({ since, until }, io.now());
    const config = await configOf(values, surroundings);
    const plan: RunPlan = {
      ...{ only, isDry, service: config?.service ?? "" },
      settings: settingsOf(config),
      filed: filedOf(config),
      ...(groups !== undefined && { groups: await readGroups(groups, config, io) }),
    };
    const view = textViewOf(io, language);
    const report = (done: WindowReport): void => {
      io.out(asJson ? jsonLine(windowAsJson(done)) : renderWindow(done, isDry, io.now(), view));
    };
    return withStore(values, patient(surroundings), async (store) => {
      if (every === undefined) return runOnce(store, window, plan, report);
      const { retry, behind } = batchTexts[view.language];
      await keepRunning(store, plan, io, {
        ...{ everyMs: every, since: since?.(io.now()), report },
        failed: (reason) => {
          io.err(`probity: ${retry(printable(reason))}\n`);
        },
        behind: (windows) => {
          io.err(`${behind(windows)}\n`);
        },
      });
      return 0;
    });
  },
});

// A question about a month of decisions may take minutes.
const PATIENCE_MS = 600_000;

function patient({ io, ports }: Surroundings): Surroundings {
  const openStore: typeof ports.openStore = (options) =>
    ports.openStore({ ...options, requestTimeoutMs: PATIENCE_MS });
  return { io, ports: { ...ports, openStore } };
}

async function runOnce(
  store: StorePort,
  window: Window,
  plan: RunPlan,
  report: (done: WindowReport) => void,
): Promise<ExitCode> {
  const done = await runWindow(store, window, plan);
  const failures = done.rules.filter(({ error }) => error !== undefined);
  if (failures.length === done.rules.length) throw failures[0]?.error;
  report(done);
  if (failures.length > 0) return 2;
  return done.added.length + done.known > 0 ? 1 : 0;
}

// As for the place of the records: who names a server needs no configuration.
async function configOf(values: StoreValues, surroundings: Surroundings): Promise<Config | undefined> {
  return values.config === undefined && values.url !== undefined
    ? undefined
    : findConfig(values, surroundings);
}

function parseIds(given: string): readonly string[] {
  const ids = given.split(",").map((id) => id.trim().toUpperCase());
  const known = batchRules.map(({ id }) => id);
  const unknown = ids.find((id) => !known.includes(id));
  if (unknown === undefined) return ids;
  throw new RangeError(`${unknown} is no rule over stored records; there are ${known.join(", ")}`);
}

function parseEvery(given: string): number {
  const every = parseSpan(given);
  if (every >= 60_000 && every <= 31 * 86_400_000) return every;
  throw new RangeError("expected a length of time from 1m to 31d");
}
