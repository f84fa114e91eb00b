import { ByteWriter, RecordTable } from "@probity/core";

import type { Connection } from "../connection.ts";
import { ClickHouseStoreError, isClickHouseStoreError } from "../errors.ts";
import { Selection } from "../selection.ts";
import { fileOf, type Migration } from "./plan.ts";

/** A migration that a database says was applied. */
export interface AppliedMigration {
  readonly number: number;
  readonly name: string;
  readonly checksum: string;
}

const journal = {
  number: { type: "UInt16", since: 1, doc: "" },
  name: { type: "String", since: 1, doc: "" },
  checksum: { type: "String", since: 1, doc: "" },
} as const;
const journalTable = new RecordTable("schema_migrations", 1, journal);
const journalRows = new Selection(journal);

/** @internal What was applied, by number. Nothing yet where there is no table, or no database. */
export async function readJournal(connection: Connection): Promise<readonly AppliedMigration[]> {
  try {
    return await journalRows.from(
      connection,
      `(SELECT DISTINCT number, name, checksum FROM ${connection.database}.schema_migrations) ORDER BY number`,
    );
  } catch (cause) {
    if (isClickHouseStoreError(cause, "SCHEMA_MISSING")) return [];
    throw cause;
  }
}

/** @internal Notes that a migration was applied. Two processes that do it at once leave one row. */
export async function noteApplied(connection: Connection, migration: Migration): Promise<void> {
  const { number, name, checksum } = migration;
  const bytes = new ByteWriter(256);
  journalTable.encode(bytes, { number, name, checksum });
  await connection.insert(
    `INSERT INTO ${connection.database}.schema_migrations (number, name, checksum)`,
    [bytes.take()],
    `migration:${number}:${checksum}`,
  );
}

/**
 * @internal Holds what was applied against what we ship. Throws `MIGRATION_CHANGED` for a file that was edited,
 * renamed or taken away, and `SCHEMA_AHEAD` where the database knows migrations that we don't.
 */
export function checkJournal(
  applied: readonly AppliedMigration[],
  shipped: readonly Migration[],
  database: string,
): void {
  const latest = shipped.length;
  const ahead = applied.find(({ number }) => number > latest);
  if (ahead) {
    throw new ClickHouseStoreError(
      "SCHEMA_AHEAD",
      `database "${database}" has migration ${fileOf(ahead)}, this version of Probity knows ${latest}: upgrade it`,
    );
  }
  for (const { number, name, checksum } of applied) {
    const ours = shipped[number - 1];
    if (ours?.name === name && ours.checksum === checksum) continue;
    const found = ours ? `${fileOf(ours)} with SHA-256 ${ours.checksum}` : "nothing";
    throw new ClickHouseStoreError(
      "MIGRATION_CHANGED",
      `migration ${number} was changed after it was applied to database "${database}": ` +
        `expected ${fileOf({ number, name })} with SHA-256 ${checksum}, found ${found}. ` +
        "Put the file back; a change of the schema is a new migration",
    );
  }
}
