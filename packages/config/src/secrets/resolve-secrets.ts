import { readFile } from "node:fs/promises";
import type { PseudonymKey } from "@probity/core";
import { besideFile } from "../beside-file.ts";
import type { Config } from "../config.ts";
import { describeName } from "../describe.ts";
import { ConfigError, problemsError } from "../errors.ts";
import type { Place } from "../place.ts";
import { type Problem, toProblem } from "../problem.ts";
import { isStoreUrl, STORE_URL } from "../store-url.ts";
import { secretBytes } from "./secret-bytes.ts";
import type { SecretReference } from "./secret-reference.ts";

/** Where secrets are looked up. */
export interface SecretSources {
  /** The environment, mostly `process.env`. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Reads a file, by its absolute path. @default `readFile` of node:fs/promises, in UTF-8 */
  readonly readFile?: (path: string) => Promise<string>;
}

/** What the configuration refers to. */
export interface Secrets {
  readonly pseudonyms: PseudonymSecrets;
  readonly storage: StorageSecrets;
}

/** The keys of the pseudonyms. */
export interface PseudonymSecrets {
  /** The key in use: what core's `Pseudonyms` takes. */
  readonly current: PseudonymKey;
  /** Every key, by id. */
  readonly keys: ReadonlyMap<string, PseudonymKey>;
}

/** How to reach the store. */
export interface StorageSecrets {
  readonly url: string;
  /** Empty without one. */
  readonly password: string;
}

/**
 * Looks up every secret that a configuration refers to. Throws a `ConfigError` `INVALID_SECRET` that tells of each one
 * that is missing or unfit: the variable or file, and the place in the configuration; never the secret.
 */
export async function resolveSecrets(config: Config, sources: SecretSources): Promise<Secrets> {
  const lookup: Lookup = { config, sources, problems: [] };
  const keys = await findKeys(lookup);
  const storage = await findStorage(lookup);
  refuse(lookup);
  return { pseudonyms: withCurrent(keys, config), storage };
}

/** Like {@link resolveSecrets}, for the keys alone: whoever computes a pseudonym need not reach the store. */
export async function resolvePseudonymSecrets(
  config: Config,
  sources: SecretSources,
): Promise<PseudonymSecrets> {
  const lookup: Lookup = { config, sources, problems: [] };
  const keys = await findKeys(lookup);
  refuse(lookup);
  return withCurrent(keys, config);
}

/** Like {@link resolveSecrets}, for the store alone: whoever reads records need not hold the keys. */
export async function resolveStorageSecrets(config: Config, sources: SecretSources): Promise<StorageSecrets> {
  const lookup: Lookup = { config, sources, problems: [] };
  const storage = await findStorage(lookup);
  refuse(lookup);
  return storage;
}

interface Lookup {
  readonly config: Config;
  readonly sources: SecretSources;
  readonly problems: Problem[];
}

type Fault = Pick<Problem, "code" | "found" | "expected"> & { readonly what: string };

async function findKeys(lookup: Lookup): Promise<Map<string, PseudonymKey>> {
  const keys: Map<string, PseudonymKey> = new Map();
  for (const [id, reference] of lookup.config.pseudonyms.keys) {
    const text = await find(reference, lookup);
    const secret = text === undefined ? undefined : bytesOf(text, reference, lookup);
    if (secret) keys.set(id, { id, secret });
  }
  return keys;
}

async function findStorage(lookup: Lookup): Promise<StorageSecrets> {
  const { url, password } = lookup.config.storage;
  return {
    url: typeof url === "string" ? url : await findUrl(url, lookup),
    password: password ? ((await find(password, lookup)) ?? "") : "",
  };
}

function refuse({ problems }: Lookup): void {
  if (problems.length > 0) throw problemsError("INVALID_SECRET", problems);
}

// `parseConfig` sees to it that the current key is there; a configuration made by code may not.
function withCurrent(
  keys: ReadonlyMap<string, PseudonymKey>,
  { file, pseudonyms }: Config,
): PseudonymSecrets {
  const current = keys.get(pseudonyms.current);
  if (current) return { current, keys };
  const id = describeName(pseudonyms.current);
  throw new ConfigError(
    "INVALID_SECRET",
    `${file}: pseudonyms.current is ${id}, expected one of pseudonyms.keys`,
  );
}

async function find(reference: SecretReference, lookup: Lookup): Promise<string | undefined> {
  const { env, readFile: read = readText } = lookup.sources;
  if ("env" in reference) {
    const text = env[reference.env];
    if (text !== undefined && text !== "") return text;
    const found = text === undefined ? "no such variable" : "an empty one";
    tell(reference, lookup, { code: "missing_secret", what: "missing secret", found, expected: "its value" });
    return undefined;
  }
  try {
    return (await read(besideFile(lookup.config.file, reference.file))).replace(/\r?\n$/, "");
  } catch (cause) {
    const found = `no readable file (${codeOf(cause)})`;
    tell(reference, lookup, {
      code: "missing_secret",
      what: "missing secret",
      found,
      expected: "a text file",
    });
    return undefined;
  }
}

function bytesOf(text: string, reference: SecretReference, lookup: Lookup): Uint8Array | undefined {
  const secret = secretBytes(text);
  if (secret.ok) return secret.bytes;
  tell(reference, lookup, { code: "bad_secret", what: "key that can't be used", ...secret });
  return undefined;
}

async function findUrl(reference: SecretReference, lookup: Lookup): Promise<string> {
  const url = await find(reference, lookup);
  if (url === undefined) return "";
  const found = "something else";
  if (!isStoreUrl(url))
    tell(reference, lookup, { code: "bad_secret", what: "bad URL", found, expected: STORE_URL });
  return url;
}

function tell(reference: SecretReference, { config, problems }: Lookup, fault: Fault): void {
  const at: Place = reference.at ?? { file: config.file, line: 1, column: 1, path: "" };
  const holder =
    "env" in reference ? `environment variable ${reference.env}` : `file ${describeName(reference.file)}`;
  const { code, what, found, expected } = fault;
  problems.push(toProblem({ code, what: `${what}: ${holder}`, found, expected }, at));
}

const readText = (path: string): Promise<string> => readFile(path, "utf8");

function codeOf(cause: unknown): string {
  return cause instanceof Error && "code" in cause ? String(cause.code) : "unreadable";
}
