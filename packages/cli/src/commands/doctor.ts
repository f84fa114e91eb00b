import type { StoreOptions } from "@probity/clickhouse";
import { isConfigError, type Config } from "@probity/config";

import { defineCommand, type Command, type Surroundings } from "../command.ts";
import { json, lang, store as storeParameters } from "../common-parameters.ts";
import { failed, ok, skipped, type CheckResult } from "../doctor/check-result.ts";
import { checkKeys } from "../doctor/config-checks.ts";
import { doctorReport, doctorReportJson } from "../doctor/report.ts";
import { checkServer } from "../doctor/server-checks.ts";
import { isCliError } from "../errors.ts";
import { jsonLine } from "../json-text.ts";
import { doctorTexts, type CheckName, type DoctorTexts } from "../language/doctor-texts.ts";
import { languageOf } from "../language/language.ts";
import { configuredStore, givenUrl, loadConfigOf, resolveStore, type StoreValues } from "../store-place.ts";
import { colours, plain, showsColour } from "../terminal/style.ts";

/** Whether this machine could record decisions, and what to do where it could not. */
export const doctor: Command = defineCommand({
  name: "doctor",
  summary: "Look for what keeps decisions from being recorded",
  details:
    "Checks configuration, keys, connection, schema, clock and rights; exit code 1 where something is wrong.",
  parameters: { ...storeParameters, lang, json },

  async run({ lang: language, json: asJson, ...place }, surroundings) {
    const { io } = surroundings;
    const texts = doctorTexts[language ?? languageOf(io.env)];
    const results = await examine(place, surroundings, texts);
    if (asJson) io.out(jsonLine(doctorReportJson(results, texts)));
    else io.out(doctorReport(results, texts, showsColour(io) ? colours : plain));
    return results.some(({ state }) => state === "failed") ? 1 : 0;
  },
});

const ON_SERVER: readonly CheckName[] = ["connection", "login", "server", "schema", "clock", "write"];

async function examine(
  place: StoreValues,
  surroundings: Surroundings,
  texts: DoctorTexts,
): Promise<CheckResult[]> {
  if (givenUrl(place, surroundings.io.env) !== undefined && place.config === undefined) {
    const options = await resolveStore(place, surroundings);
    return [
      ...skipped(["config", "key"], texts.notAsked),
      ...(await examineServer(options, surroundings, texts)),
    ];
  }
  const config = await loadedConfig(place, surroundings);
  if ("state" in config) return [config, ...skipped(["key", ...ON_SERVER], texts.skipped)];
  return [
    ok("config", config.file),
    await checkKeys(config, surroundings.io, texts),
    ...(await examineConfigured(config, place, surroundings, texts)),
  ];
}

async function loadedConfig(place: StoreValues, surroundings: Surroundings): Promise<Config | CheckResult> {
  try {
    return await loadConfigOf(place, surroundings);
  } catch (error) {
    if (isCliError(error, "NO_SERVER_GIVEN")) return failed("config", error.message, "giveConfig");
    if (isConfigError(error)) return failed("config", error.message, "runCheck");
    throw error;
  }
}

async function examineConfigured(
  config: Config,
  place: StoreValues,
  surroundings: Surroundings,
  texts: DoctorTexts,
): Promise<CheckResult[]> {
  try {
    const options =
      place.url === undefined
        ? configuredStore(config, place, surroundings)
        : resolveStore(place, surroundings);
    return await examineServer(await options, surroundings, texts);
  } catch (error) {
    if (!isConfigError(error, "INVALID_SECRET")) throw error;
    const [, ...rest] = ON_SERVER;
    return [failed("connection", error.message, "setSecret"), ...skipped(rest, texts.skipped)];
  }
}

async function examineServer(
  options: StoreOptions,
  { ports }: Surroundings,
  texts: DoctorTexts,
): Promise<CheckResult[]> {
  const store = ports.openStore(options);
  try {
    return await checkServer(store, options, texts);
  } finally {
    await store.close();
  }
}
