import type { StoreOptions } from "@probity/clickhouse";
import { isConfigError, resolveStorageSecrets, type Config } from "@probity/config";

import type { Surroundings } from "./command.ts";
import { CliError } from "./errors.ts";
import type { Io } from "./io.ts";

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
 * Where the records are: what `--url` says, else `--config`, else the configuration in this directory, else
 * `PROBITY_CLICKHOUSE_URL`. A configuration goes before the environment because it may refer to those very variables,
 * beside a user and a database of its own. A password of the configuration is for the server and the user that stand beside it: whoever names
 * another in the call gives that one's password in `PROBITY_CLICKHOUSE_PASSWORD`. Throws `NO_SERVER_GIVEN`, or a
 * `ConfigError` where the configuration is wrong or refers to a secret that is not there.
 */
export async function resolveStore(values: StoreValues, surroundings: Surroundings): Promise<StoreOptions> {
  const { env } = surroundings.io;
  const config = values.url === undefined ? await findConfig(values, surroundings) : undefined;
  if (config) return configuredStore(config, values, surroundings);
  const given = givenUrl(values, env);
  if (given !== undefined) return namedStore(given, values, env);
  throw new CliError("NO_SERVER_GIVEN", noServerGiven(surroundings.io));
}

/** The server that the call or the environment names where there is no configuration. */
export function givenUrl({ url }: StoreValues, env: Environment): string | undefined {
  return url ?? variable(env, "PROBITY_CLICKHOUSE_URL");
}

/** What a call is told that says nowhere where the records are. */
export function noServerGiven({ cwd }: Pick<Io, "cwd">): string {
  return `there is no ${DEFAULT_CONFIG} in ${cwd}: give --config <file>, or --url <url>, or set PROBITY_CLICKHOUSE_URL`;
}

/** The configuration of the call, or the one in this directory if there is one. Throws a `ConfigError`. */
export async function findConfig(
  { config: file }: Pick<StoreValues, "config">,
  { ports }: Surroundings,
): Promise<Config | undefined> {
  if (file !== undefined) return ports.loadConfig(file);
  try {
    return await ports.loadConfig(DEFAULT_CONFIG);
  } catch (error) {
    if (isConfigError(error, "UNREADABLE_FILE") && isMissingFile(error.cause)) return undefined;
    throw error;
  }
}

type Environment = Readonly<Record<string, string | undefined>>;

async function configuredStore(
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
