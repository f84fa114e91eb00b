import type { Connection } from "./connection.ts";
import { isClickHouseStoreError, type ClickHouseStoreError } from "./errors.ts";
import { checkJournal, readJournal } from "./migrations/journal.ts";
import type { Migration } from "./migrations/plan.ts";
import { askServer, type ServerFacts } from "./server.ts";

/** The server did not answer, or would not. */
export interface UnreachableStatus {
  readonly isReachable: false;
  readonly error: ClickHouseStoreError;
}

/** How things stand on the server. */
export interface ReachableStatus {
  readonly isReachable: true;
  readonly server: ServerFacts;
  readonly schema: SchemaStatus;
}

/**
 * How the database's schema compares with ours. `missing`: no table of ours; `behind`: migrations are to be applied;
 * `ahead`: a newer Probity migrated it; `changed`: an applied migration is not the one that we ship.
 */
export interface SchemaStatus {
  readonly state: "missing" | "behind" | "current" | "ahead" | "changed";
  /** Number of the last applied migration; 0 without any. */
  readonly applied: number;
  /** Number of the last migration that we ship. */
  readonly shipped: number;
  /** What is wrong, where the state is `ahead` or `changed`. */
  readonly error?: ClickHouseStoreError;
}

/** What `status()` finds. */
export type StoreStatus = UnreachableStatus | ReachableStatus;

/** @internal Never throws because of the server: what is wrong there is the answer. */
export async function readStatus(
  connection: Connection,
  shipped: readonly Migration[],
): Promise<StoreStatus> {
  try {
    const server = await askServer(connection);
    return { isReachable: true, server, schema: await readSchemaStatus(connection, shipped) };
  } catch (error) {
    if (!isClickHouseStoreError(error) || error.code === "CLOSED") throw error;
    return { isReachable: false, error };
  }
}

async function readSchemaStatus(
  connection: Connection,
  shipped: readonly Migration[],
): Promise<SchemaStatus> {
  const journal = await readJournal(connection);
  const numbers = { applied: journal.at(-1)?.number ?? 0, shipped: shipped.length };
  try {
    checkJournal(journal, shipped, connection.database);
  } catch (error) {
    if (isClickHouseStoreError(error, "SCHEMA_AHEAD")) return { state: "ahead", ...numbers, error };
    if (isClickHouseStoreError(error, "MIGRATION_CHANGED")) return { state: "changed", ...numbers, error };
    throw error;
  }
  if (numbers.applied === 0) return { state: "missing", ...numbers };
  return { state: journal.length < shipped.length ? "behind" : "current", ...numbers };
}
