import type { StoreOptions } from "@probity/clickhouse";
import { isConfigError, resolveStorageSecrets, type Config } from "@probity/config";

import type { Surroundings } from "./command.ts";
import { CliError } from "./errors.ts";

/** What a call says of where the records are. */
export interface StoreValues {
  readonly config: string | undefined;
  readonly url: string | undefined;
  readonly database: string | undefined;
  readonly username: string | undefined;
}

/** The configuration that is taken without `--config`. */
export const DEFAULT_CONFIG = "probity.yaml";

/**
 * Where the records are: what `--url` says, else `--config`, else `PROBITY_CLICKHOUSE_URL`, else the configuration in
 * this directory. A password of the configuration is for the server and the user that stand beside it: whoever names
 * another in the call gives that one's password in `PROBITY_CLICKHOUSE_PASSWORD`.
 */
export async function resolveStore(values: StoreValues, surroundings: Surroundings): Promise<StoreOptions> {
  const given = givenUrl(values, surroundings.io.env);
  if (given !== undefined) return namedStore(given, values, surroundings.io.env);
  return configuredStore(await loadConfigOf(values, surroundings), values, surroundings);
}

/** The server that the call or the environment names in place of a configuration's. */
export function givenUrl({ url, config }: StoreValues, env: Environment): string | undefined {
  return url ?? (config === undefined ? variable(env, "PROBITY_CLICKHOUSE_URL") : undefined);
}

/** The configuration of the call. Throws `NO_SERVER_GIVEN` where there is none, a `ConfigError` where it is wrong. */
export async function loadConfigOf(
  { config: file }: Pick<StoreValues, "config">,
  { io, ports }: Surroundings,
): Promise<Config> {
  if (file !== undefined) return ports.loadConfig(file);
  try {
    return await ports.loadConfig(DEFAULT_CONFIG);
  } catch (cause) {
    if (!isConfigError(cause, "UNREADABLE_FILE") || !isMissingFile(cause.cause)) throw cause;
    throw new CliError(
      "NO_SERVER_GIVEN",
      `there is no ${DEFAULT_CONFIG} in ${io.cwd}: give --config <file>, or --url <url>, or set PROBITY_CLICKHOUSE_URL`,
      { cause },
    );
  }
}

type Environment = Readonly<Record<string, string | undefined>>;

/** The server of a configuration. Throws a `ConfigError` where it refers to a URL or password that is not there. */
export async function configuredStore(
  config: Config,
  { database, username }: StoreValues,
  { io }: Surroundings,
): Promise<StoreOptions> {
  const { url, password } = await resolveStorageSecrets(config, { env: io.env });
  const isOtherUser = username !== undefined && username !== config.storage.username;
  return {
    url,
    database: database ?? config.storage.database,
    username: username ?? config.storage.username,
    password: isOtherUser ? (variable(io.env, "PROBITY_CLICKHOUSE_PASSWORD") ?? "") : password,
    compression: config.storage.compression,
  };
}

function namedStore(url: string, { database, username }: StoreValues, env: Environment): StoreOptions {
  return {
    url,
    database: database ?? variable(env, "PROBITY_CLICKHOUSE_DATABASE") ?? "probity",
    username: username ?? variable(env, "PROBITY_CLICKHOUSE_USER") ?? "default",
    password: variable(env, "PROBITY_CLICKHOUSE_PASSWORD") ?? "",
  };
}

function variable(env: Environment, name: string): string | undefined {
  return env[name] === "" ? undefined : env[name];
}

function isMissingFile(cause: unknown): boolean {
  return cause instanceof Error && "code" in cause && cause.code === "ENOENT";
}
