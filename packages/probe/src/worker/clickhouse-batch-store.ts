import {
  ClickHouseStoreError,
  type ClickHouseStoreErrorCode,
  isClickHouseStoreError,
  openStore,
  type Store,
  type StoreStatus,
} from "@probity/clickhouse";
import type { StorageSettings } from "../protocol.ts";
import type { BatchStore } from "./batch-store.ts";

/** A difference between clocks that shows in reports, in milliseconds. */
const CLOCK_SKEW_MS = 5_000;

/** The store of the clickhouse package, as the worker needs it. */
export function openBatchStore(settings: StorageSettings): BatchStore {
  return batchStoreOf(openStore(settings), settings);
}

/** As {@link openBatchStore}, over a store that is open. */
export function batchStoreOf(
  store: Pick<Store, "status" | "registerCatalog" | "insertBatch" | "storedSequences" | "close">,
  settings: Pick<StorageSettings, "database">,
): BatchStore {
  return {
    check: async () => doubts(await store.status(), settings),
    registerCatalog: (rows) => store.registerCatalog(rows),
    insertBatch: (batch) => store.insertBatch(batch),
    storedSequences: (range) => store.storedSequences(range),
    isForbidden: (error) => isClickHouseStoreError(error, "FORBIDDEN"),
    isOfTable: (error) => isClickHouseStoreError(error) && OF_TABLE.has(error.code),
    isRejection: (error) => isClickHouseStoreError(error, "REJECTED"),
    close: () => store.close(),
  };
}

const OF_TABLE: ReadonlySet<ClickHouseStoreErrorCode> = new Set([
  "FORBIDDEN",
  "SCHEMA_MISSING",
  "SCHEMA_BEHIND",
]);

/** What looks wrong but keeps no row from being stored. Throws what does. */
export function doubts(
  status: StoreStatus,
  { database }: Pick<StorageSettings, "database">,
): readonly string[] {
  if (!status.isReachable) throw status.error;
  const { server, schema } = status;
  if (!server.isSupported) {
    throw new ClickHouseStoreError("SERVER_TOO_OLD", `ClickHouse ${server.version} is too old for Probity`);
  }
  if (schema.state === "missing") {
    throw new ClickHouseStoreError(
      "SCHEMA_MISSING",
      `database "${database}" has no tables of Probity: run the migrations`,
    );
  }
  const found: string[] = [];
  if (schema.state === "behind") {
    found.push(
      `database "${database}" is at migration ${schema.applied} of ${schema.shipped}: run the migrations`,
    );
  }
  if (schema.error) found.push(schema.error.message);
  if (Math.abs(server.clockSkewMs) > CLOCK_SKEW_MS) {
    const seconds = (Math.abs(server.clockSkewMs) / 1000).toFixed(0);
    found.push(
      `the server's clock is ${seconds} s ${server.clockSkewMs > 0 ? "ahead of" : "behind"} ours: set both by NTP`,
    );
  }
  return found;
}
