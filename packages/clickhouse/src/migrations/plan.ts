import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { basename } from "node:path";

import { ClickHouseStoreError } from "../errors.ts";

/** One step of the schema: a file of `migrations/`, which holds one statement. */
export interface Migration {
  /** From 1, without gaps. */
  readonly number: number;
  /** Name of the file without number and ending. */
  readonly name: string;
  /** The file's text, with its `{…}` places. */
  readonly sql: string;
  /** SHA-256 of the file's bytes, as hexadecimal digits. */
  readonly checksum: string;
}

const FOLDER = new URL("../../migrations/", import.meta.url);

/** @internal The migrations that this package ships, in order. */
export async function shippedMigrations(): Promise<readonly Migration[]> {
  const files = await readdir(FOLDER);
  return planMigrations(
    await Promise.all(
      files.map(async (file) => ({
        file,
        text: await readFile(new URL(encodeURIComponent(file), FOLDER), "utf8"),
      })),
    ),
  );
}

/** @internal Orders files and checks their names; throws `INVALID_MIGRATIONS` for a gap, a duplicate or a stray name. */
export function planMigrations(
  files: readonly { readonly file: string; readonly text: string }[],
): readonly Migration[] {
  const sorted = files.toSorted((a, b) => (a.file < b.file ? -1 : 1));
  return sorted.map(({ file, text }, position) => {
    const [, digits, name] = /^(\d{4})_([a-z0-9_]+)\.sql$/.exec(file) ?? [];
    const number = position + 1;
    if (name === undefined || Number(digits) !== number) {
      const expected = `${String(number).padStart(4, "0")}_name.sql`;
      throw new ClickHouseStoreError(
        "INVALID_MIGRATIONS",
        `migration files are numbered from 0001 without gaps: expected ${expected} at this place, found "${basename(file)}"`,
      );
    }
    return { number, name, sql: text, checksum: createHash("sha256").update(text).digest("hex") };
  });
}

/** @internal The file's name. */
export function fileOf({ number, name }: Pick<Migration, "number" | "name">): string {
  return `${String(number).padStart(4, "0")}_${name}.sql`;
}
