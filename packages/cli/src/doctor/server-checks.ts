import { randomUUID } from "node:crypto";

import {
  isClickHouseStoreError,
  OLDEST_SERVER,
  type ClickHouseStoreError,
  type ReachableStatus,
  type SchemaStatus,
  type ServerFacts,
  type StoreOptions,
} from "@probity/clickhouse";
import type { Config } from "@probity/config";
import { decisionRecord } from "@probity/core";

import type { Advice, DoctorTexts } from "../language/doctor-texts.ts";
import type { StorePort } from "../ports.ts";
import { failed, ok, skipped, type CheckResult } from "./check-result.ts";
import { checkEnforcement } from "./enforcement-check.ts";

/** Server and machine may differ by this much: answers take time, and curfews are told in minutes. */
const MOST_SKEW_MS = 2000;

/** Looks at the server, as far as it answers. */
export async function checkServer(
  store: StorePort,
  options: StoreOptions,
  texts: DoctorTexts,
  config?: Config,
): Promise<CheckResult[]> {
  const { url, username } = options;
  const status = await store.status();
  if (!status.isReachable) return unreachable(status.error, options, texts);
  return [
    ok("connection", url),
    ok("login", username),
    checkVersion(status.server, texts),
    checkSchema(status.schema, texts),
    checkClock(status.server, texts),
    ...(await checkWriting(store, status, username, texts)),
    ...(status.schema.state === "current"
      ? await checkEnforcement(store, config, texts)
      : skipped(["enforcement"], texts.skipped)),
  ];
}

function unreachable(
  error: ClickHouseStoreError,
  { url, username }: StoreOptions,
  texts: DoctorTexts,
): CheckResult[] {
  const { code, message } = error;
  if (code === "AUTHENTICATION") {
    return [
      ok("connection", url),
      failed("login", message, "checkPassword"),
      ...skipped(["server", "schema", "clock", "write", "enforcement"], texts.skipped),
    ];
  }
  if (code === "FORBIDDEN") {
    return [
      ok("connection", url),
      ok("login", username),
      ...skipped(["server"], texts.skipped),
      failed("schema", message, "grantRead"),
      ...skipped(["clock", "write", "enforcement"], texts.skipped),
    ];
  }
  return [
    failed("connection", message, connectionAdvice(error)),
    ...skipped(["login", "server", "schema", "clock", "write", "enforcement"], texts.skipped),
  ];
}

function connectionAdvice({ code, cause }: ClickHouseStoreError): Advice {
  if (code === "NOT_CLICKHOUSE") return "useHttpPort";
  if (code === "TIMEOUT" || code === "OVERLOADED" || code === "UNAVAILABLE") return "checkWay";
  if (code !== "UNREACHABLE") return "readServerLog";
  const systemCode = cause instanceof Error && "code" in cause ? cause.code : undefined;
  if (systemCode === "ENOTFOUND" || systemCode === "EAI_AGAIN") return "checkHost";
  return systemCode === "ECONNREFUSED" ? "startServer" : "checkWay";
}

function checkVersion({ version, isSupported }: ServerFacts, texts: DoctorTexts): CheckResult {
  const found = texts.version(version);
  return isSupported ? ok("server", found) : failed("server", `${found} < ${OLDEST_SERVER}`, "upgradeServer");
}

function checkSchema({ state, applied, shipped, error }: SchemaStatus, texts: DoctorTexts): CheckResult {
  switch (state) {
    case "current":
      return ok("schema", texts.schemaCurrent(applied));
    case "missing":
      return failed("schema", texts.schemaMissing, "migrate");
    case "behind":
      return failed("schema", texts.schemaBehind(applied, shipped), "migrate");
    case "ahead":
      return failed("schema", error?.message ?? state, "upgradeProbity");
    case "changed":
      return failed("schema", error?.message ?? state, "restoreMigration");
  }
}

function checkClock({ clockSkewMs }: ServerFacts, texts: DoctorTexts): CheckResult {
  const found = texts.skew(clockSkewMs);
  return Math.abs(clockSkewMs) < MOST_SKEW_MS ? ok("clock", found) : failed("clock", found, "setClock");
}

/**
 * Sends a row that ends after its first byte. A server that lets the user insert refuses it for that, and stores
 * nothing; one that does not, or that can't write at the moment, says so before it looks.
 */
async function checkWriting(
  store: StorePort,
  { schema }: ReachableStatus,
  username: string,
  texts: DoctorTexts,
): Promise<CheckResult[]> {
  if (schema.state === "missing") return skipped(["write"], texts.skipped);
  try {
    const { name: table, version } = decisionRecord;
    await store.insertBatch({ table, version, bytes: Uint8Array.of(0), token: `doctor:${randomUUID()}` });
  } catch (error) {
    if (!isClickHouseStoreError(error)) throw error;
    if (error.code !== "REJECTED") return [failed("write", error.message, writingAdvice(error))];
  }
  return [ok("write", texts.mayWrite(username))];
}

function writingAdvice({ code }: ClickHouseStoreError): Advice {
  if (code === "FORBIDDEN") return "grantWrite";
  return code === "SCHEMA_BEHIND" || code === "SCHEMA_MISSING" ? "migrate" : "readServerLog";
}
