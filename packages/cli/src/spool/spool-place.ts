import { resolve } from "node:path";

import type { Config, SpoolConfig } from "@probity/config";

import type { Parameter, Surroundings } from "../command.ts";
import { CliError } from "../errors.ts";
import { parseSpan } from "../listing/moment.ts";
import { DEFAULT_CONFIG, findConfig, type StoreValues } from "../store-place.ts";

/** Where a spool is, and what its configuration says of shipping it. */
export interface SpoolPlace {
  /** Absolute. */
  readonly directory: string;
  readonly config: Config | undefined;
}

/** The spool of the call, or of the configuration. Throws `NO_SPOOL_GIVEN`, or a `ConfigError`. */
export async function resolveSpool(
  given: string | undefined,
  values: StoreValues,
  surroundings: Surroundings,
): Promise<SpoolPlace> {
  const config = await findConfig(values, surroundings);
  const directory = given === undefined ? config?.spool?.directory : resolve(surroundings.io.cwd, given);
  if (directory !== undefined) return { directory, config };
  throw nothingGiven("spool", config, "spool section", surroundings);
}

/** The archives of the call, or that of the configuration. Throws `NO_SPOOL_GIVEN`, or a `ConfigError`. */
export async function resolveArchives(
  given: readonly string[],
  values: StoreValues,
  surroundings: Surroundings,
): Promise<readonly string[]> {
  if (given.length > 0) return given.map((directory) => resolve(surroundings.io.cwd, directory));
  const config = await findConfig(values, surroundings);
  const directory: string | undefined = archiveOf(config?.spool);
  if (directory !== undefined) return [directory];
  throw nothingGiven("archive", config, "spool.archive", surroundings);
}

/** Where segments go, by the configuration. */
export function archiveOf(spool: SpoolConfig | undefined): string | undefined {
  return spool?.archive?.directory;
}

function nothingGiven(
  what: string,
  config: Config | undefined,
  section: string,
  { io }: Surroundings,
): CliError {
  const why = config ? `${config.file} has no ${section}` : `there is no ${DEFAULT_CONFIG} in ${io.cwd}`;
  return new CliError("NO_SPOOL_GIVEN", `${why}: give the directory of the ${what}, or --config <file>`);
}

/** `--give-up-after`: how long a storage that can't be reached is tried again. */
export const giveUpAfter: Parameter<number> = {
  usage: "--give-up-after <time>",
  description: "how long to try while ClickHouse can't be reached: 30s, 15m, 2h (default: 1m)",
  parse: parseSpan,
  fallback: 60_000,
};
