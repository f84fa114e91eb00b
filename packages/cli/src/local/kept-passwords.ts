import { randomBytes } from "node:crypto";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";

/** Users of the local server, as `@probity/clickhouse-local` names them. */
const USERS = ["admin", "writer", "reader"] as const;

/** A password for each user. */
export type Passwords = Readonly<Record<(typeof USERS)[number], string>>;

/**
 * The passwords of the local server on a directory: made once and kept beside its data, so that what was pasted into
 * an environment goes on to work. Only the owner may read the file; git is told to leave the directory alone.
 */
export async function keptPasswords(directory: string): Promise<Passwords> {
  const file = join(directory, "dev-passwords.json");
  await mkdir(directory, { recursive: true, mode: 0o700 });
  await writeFile(join(directory, ".gitignore"), "*\n");
  const kept = await readPasswords(file);
  if (kept) return kept;
  const made: Passwords = { admin: randomPassword(), writer: randomPassword(), reader: randomPassword() };
  await writeFile(file, `${JSON.stringify(made, undefined, 2)}\n`, { mode: 0o600 });
  return made;
}

function randomPassword(): string {
  return randomBytes(18).toString("base64url");
}

// A file that isn't whole is as good as none: what is kept there can be made again.
async function readPasswords(file: string): Promise<Passwords | undefined> {
  try {
    const kept: unknown = JSON.parse(await readFile(file, "utf8"));
    return isPasswords(kept) ? kept : undefined;
  } catch {
    return undefined;
  }
}

function isPasswords(value: unknown): value is Passwords {
  if (typeof value !== "object" || value === null) return false;
  const record = value as Readonly<Record<string, unknown>>;
  return USERS.every((user) => typeof record[user] === "string" && record[user] !== "");
}
