import { constants } from "node:fs";
import { access, stat } from "node:fs/promises";
import { dirname } from "node:path";

import type { Config } from "@probity/config";
import { inspectSpool, isSpoolError, type SpoolErrorCode } from "@probity/probe/spool";

import type { Advice, DoctorTexts } from "../language/doctor-texts.ts";
import { failed, ok, skipped, type CheckResult } from "./check-result.ts";

/** Whether the directories of the spool can be written, or made, and hold nothing else. Makes and writes nothing. */
export async function checkSpool({ spool }: Config, texts: DoctorTexts): Promise<CheckResult[]> {
  if (!spool) return skipped(["spool"], texts.noSpool);
  const others = [spool.spill?.directory, spool.archive?.directory].filter((path) => path !== undefined);
  const looks = await Promise.all([
    lookAtRoot(spool.directory, texts),
    ...others.map((directory) => lookAt(directory, texts)),
  ]);
  const [bad] = looks.filter(({ advice }) => advice !== undefined);
  const lines = looks.filter(({ advice }) => !bad || advice !== undefined).map(({ found }) => found);
  return [bad?.advice ? failed("spool", lines.join("\n"), bad.advice) : ok("spool", lines.join("\n"))];
}

interface Look {
  readonly found: string;
  /** What to do, if it is unfit. */
  readonly advice?: Advice;
}

/** The spool itself also may hold nothing but a spool. */
async function lookAtRoot(directory: string, texts: DoctorTexts): Promise<Look> {
  const look = await lookAt(directory, texts);
  if (look.advice) return look;
  try {
    inspectSpool(directory);
    return look;
  } catch (error) {
    if (!isSpoolError(error)) throw error;
    return { found: error.message, advice: adviceFor(error.code) };
  }
}

function adviceFor(code: SpoolErrorCode): Advice {
  if (code === "NEWER_VERSION") return "upgradeProbity";
  return code === "NOT_A_SPOOL" || code === "FOREIGN_FILE" || code === "PATH_TOO_LONG"
    ? "moveSpool"
    : "letWrite";
}

async function lookAt(directory: string, texts: DoctorTexts): Promise<Look> {
  try {
    const place = await nearestThere(directory);
    await access(place, constants.W_OK | constants.X_OK);
    return { found: place === directory ? directory : texts.directoryToMake(directory) };
  } catch (error) {
    return { found: texts.directoryUnfit(directory, codeOf(error)), advice: "letWrite" };
  }
}

/** The directory, or the nearest one above it that is there. */
async function nearestThere(directory: string): Promise<string> {
  try {
    if ((await stat(directory)).isDirectory()) return directory;
  } catch (error) {
    const above = dirname(directory);
    if (codeOf(error) === "ENOENT" && above !== directory) return nearestThere(above);
    throw error;
  }
  throw Object.assign(new Error("not a directory"), { code: "ENOTDIR" });
}

function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : String(error);
}
