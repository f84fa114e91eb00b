import type { StoreOptions } from "@probity/clickhouse";
import { isConfigError, type Config } from "@probity/config";

import { defineCommand, type Command, type Surroundings } from "../command.ts";
import { json, lang, store as storeParameters } from "../common-parameters.ts";
import { failed, ok, skipped, type CheckResult } from "../doctor/check-result.ts";
import { checkKeys } from "../doctor/config-checks.ts";
import { doctorReport, doctorReportJson } from "../doctor/report.ts";
import { checkServer } from "../doctor/server-checks.ts";
import { checkSpool } from "../doctor/spool-check.ts";
import { jsonLine } from "../json-text.ts";
import { doctorTexts, type CheckName, type DoctorTexts } from "../language/doctor-texts.ts";
import { languageOf } from "../language/language.ts";
import { findConfig, givenUrl, noServerGiven, resolveStore, type StoreValues } from "../store-place.ts";
import { colours, plain, showsColour } from "../terminal/style.ts";

/** Whether this machine could record decisions, and what to do where it could not. */
export const doctor: Command = defineCommand({
  name: "doctor",
  summary: "Look for what keeps decisions from being recorded",
  details:
    "Checks configuration, keys, spool, connection, schema, clock, rights and the kill switch; exit code 1 where something " +
    "is wrong.",
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

const ON_MACHINE: readonly CheckName[] = ["key", "spool"];
const ON_SERVER: readonly CheckName[] = [
  "connection",
  "login",
  "server",
  "schema",
  "clock",
  "write",
  "enforcement",
];

async function examine(
  place: StoreValues,
  surroundings: Surroundings,
  texts: DoctorTexts,
): Promise<CheckResult[]> {
  const { io } = surroundings;
  const config = await foundConfig(place, surroundings);
  if (config && "state" in config) return [config, ...skipped([...ON_MACHINE, ...ON_SERVER], texts.skipped)];
  if (config) {
    return [
      ok("config", config.file),
      await checkKeys(config, io, texts),
      ...(await checkSpool(config, texts)),
      ...(await examineServer(place, surroundings, texts, config)),
    ];
  }
  if (givenUrl(place, io.env) === undefined) {
    return [
      failed("config", noServerGiven(io), "giveConfig"),
      ...skipped([...ON_MACHINE, ...ON_SERVER], texts.skipped),
    ];
  }
  const notAsked = skipped(["config", ...ON_MACHINE], texts.notAsked);
  return [...notAsked, ...(await examineServer(place, surroundings, texts))];
}

/** The configuration, or what is wrong with it; whoever names a server alone asks about that. */
async function foundConfig(
  place: StoreValues,
  surroundings: Surroundings,
): Promise<Config | CheckResult | undefined> {
  if (place.url !== undefined && place.config === undefined) return undefined;
  try {
    return await findConfig(place, surroundings);
  } catch (error) {
    if (isConfigError(error)) return failed("config", error.message, "runCheck");
    throw error;
  }
}

async function examineServer(
  place: StoreValues,
  surroundings: Surroundings,
  texts: DoctorTexts,
  config?: Config,
): Promise<CheckResult[]> {
  let options: StoreOptions;
  try {
    options = await resolveStore(place, surroundings);
  } catch (error) {
    if (!isConfigError(error, "INVALID_SECRET")) throw error;
    const [, ...rest] = ON_SERVER;
    return [failed("connection", error.message, "setSecret"), ...skipped(rest, texts.skipped)];
  }
  const store = surroundings.ports.openStore(options);
  try {
    return await checkServer(store, options, texts, config);
  } finally {
    await store.close();
  }
}
