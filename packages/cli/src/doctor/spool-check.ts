import { constants } from "node:fs";
import { access, stat } from "node:fs/promises";
import { dirname } from "node:path";

import type { Config } from "@probity/config";

import type { DoctorTexts } from "../language/doctor-texts.ts";
import { failed, ok, skipped, type CheckResult } from "./check-result.ts";

/** Whether the directories of the spool can be written, or made. Makes and writes nothing. */
export async function checkSpool({ spool }: Config, texts: DoctorTexts): Promise<CheckResult[]> {
  if (!spool) return skipped(["spool"], texts.noSpool);
  const directories = [spool.directory, spool.spill?.directory, spool.archive?.directory];
  const named = directories.filter((directory) => directory !== undefined);
  const looks = await Promise.all(named.map((directory) => lookAt(directory, texts)));
  const bad = looks.filter(({ isFit }) => !isFit);
  const lines = (bad.length > 0 ? bad : looks).map(({ found }) => found).join("\n");
  return [bad.length > 0 ? failed("spool", lines, "letWrite") : ok("spool", lines)];
}

interface Look {
  readonly isFit: boolean;
  readonly found: string;
}

async function lookAt(directory: string, texts: DoctorTexts): Promise<Look> {
  try {
    const place = await nearestThere(directory);
    await access(place, constants.W_OK | constants.X_OK);
    return { isFit: true, found: place === directory ? directory : texts.directoryToMake(directory) };
  } catch (error) {
    return { isFit: false, found: texts.directoryUnfit(directory, codeOf(error)) };
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
