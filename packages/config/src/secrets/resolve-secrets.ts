import { readFile } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import type { PseudonymKey } from "@probity/core";
import type { Config } from "../config.ts";
import { describeName } from "../describe.ts";
import { problemsError } from "../errors.ts";
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
  readonly pseudonyms: {
    /** The key in use: what core's `Pseudonyms` takes. */
    readonly current: PseudonymKey;
    /** Every key, by id. */
    readonly keys: ReadonlyMap<string, PseudonymKey>;
  };
  readonly storage: {
    readonly url: string;
    /** Empty without one. */
    readonly password: string;
  };
}

/**
 * Looks up every secret that a configuration refers to. Throws a `ConfigError` `INVALID_SECRET` that tells of each one
 * that is missing or unfit: the variable or file, and the place in the configuration; never the secret.
 */
export async function resolveSecrets(config: Config, sources: SecretSources): Promise<Secrets> {
  const lookup: Lookup = { config, sources, problems: [] };
  const keys: Map<string, PseudonymKey> = new Map();
  for (const [id, reference] of config.pseudonyms.keys) {
    const text = await find(reference, lookup);
    const secret = text === undefined ? undefined : bytesOf(text, reference, lookup);
    if (secret) keys.set(id, { id, secret });
  }
  const { url, password } = config.storage;
  const storage = {
    url: typeof url === "string" ? url : await findUrl(url, lookup),
    password: password ? ((await find(password, lookup)) ?? "") : "",
  };
  const current = keys.get(config.pseudonyms.current);
  if (lookup.problems.length > 0 || !current) throw problemsError("INVALID_SECRET", lookup.problems);
  return { pseudonyms: { current, keys }, storage };
}

interface Lookup {
  readonly config: Config;
  readonly sources: SecretSources;
  readonly problems: Problem[];
}

type Fault = Pick<Problem, "code" | "found" | "expected"> & { readonly what: string };

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
    return (await read(resolve(dirname(lookup.config.file), reference.file))).replace(/\r?\n$/, "");
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
