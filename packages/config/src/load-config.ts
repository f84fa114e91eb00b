import { readFile } from "node:fs/promises";
import type { Config } from "./config.ts";
import { ConfigError } from "./errors.ts";
import { parseConfig } from "./parse-config.ts";

/**
 * Reads a configuration file. Throws a `ConfigError`: `UNREADABLE_FILE`, or `INVALID_CONFIG` with every problem in it.
 * Reads no secrets.
 */
export async function loadConfig(file: string): Promise<Config> {
  return parseConfig(await textOf(file), { file });
}

async function textOf(file: string): Promise<string> {
  let bytes: Uint8Array;
  try {
    bytes = await readFile(file);
  } catch (cause) {
    const code = cause instanceof Error && "code" in cause ? String(cause.code) : "unreadable";
    const reason = code === "ENOENT" ? "there is no such file" : `it can't be read (${code})`;
    throw new ConfigError("UNREADABLE_FILE", `${file}: ${reason}; give the path of a probity.yaml`, [], {
      cause,
    });
  }
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new ConfigError("UNREADABLE_FILE", `${file}: it is no text in UTF-8; save it as UTF-8`, [], {
      cause,
    });
  }
}
