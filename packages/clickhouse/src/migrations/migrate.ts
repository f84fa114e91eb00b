import type { Connection } from "../connection.ts";
import { requireSupported } from "../server.ts";
import { Selection } from "../selection.ts";
import { checkJournal, noteApplied, readJournal } from "./journal.ts";
import { onCluster, placeMigration } from "./place.ts";
import { fileOf, type Migration } from "./plan.ts";

/** How the tables are to stand on the servers. */
export interface MigrateOptions {
  /** Runs every statement `ON CLUSTER` of that name; the macro `{cluster}` is one. @default a single server */
  readonly cluster?: string | undefined;
  /** Makes the tables `Replicated…`, at the servers' own default path. @default true with a cluster */
  readonly replicated?: boolean | undefined;
  /** Told of each migration that is about to be applied. */
  readonly onProgress?: ((file: string) => void) | undefined;
}

/** What `migrate()` found and did. */
export interface MigrationReport {
  /** Files that were applied now, in order. */
  readonly applied: readonly string[];
  /** Number of the migration that the database stands at. */
  readonly schema: number;
}

/**
 * @internal Brings the schema to the newest of `shipped`. Two processes may do it at the same time: every statement
 * can be repeated, and the journal is read again after each.
 */
export async function migrate(
  connection: Connection,
  shipped: readonly Migration[],
  options: MigrateOptions,
): Promise<MigrationReport> {
  const { database } = connection;
  const placement = { ...options, database };
  const statements = shipped.map((migration) => placeMigration(migration, placement));
  await requireSupported(connection);
  await createDatabase(connection, onCluster(placement));

  const done: string[] = [];
  for (const [position, migration] of shipped.entries()) {
    const journal = await readJournal(connection);
    checkJournal(journal, shipped, database);
    if (journal.some(({ number }) => number === migration.number)) continue;
    options.onProgress?.(fileOf(migration));
    await connection.command(statements[position] ?? "");
    await noteApplied(connection, migration);
    done.push(fileOf(migration));
  }
  checkJournal(await readJournal(connection), shipped, database);
  return { applied: done, schema: shipped.length };
}

const names = new Selection({ name: { type: "String" } });

// Asked first: whoever may create tables in a database need not be allowed to create databases. On a cluster it may
// be there on this node and nowhere else.
async function createDatabase(connection: Connection, clause: string): Promise<void> {
  const { database } = connection;
  const known = await names.from(connection, "system.databases WHERE name = {database:String}", { database });
  if (known.length === 0 || clause !== "")
    await connection.command(`CREATE DATABASE IF NOT EXISTS ${database} ${clause}`);
}
