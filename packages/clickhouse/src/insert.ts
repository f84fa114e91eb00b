import type { Connection } from "./connection.ts";
import { ClickHouseStoreError } from "./errors.ts";
import { RECORDS } from "./records.ts";

/** Rows that are sent, stored and counted as one: the chunks of one kind of record that were gathered. */
export interface Batch {
  /** Name of the record table, as in a chunk: `decisions`. */
  readonly table: string;
  /** Record version of the bytes. */
  readonly version: number;
  /** The rows' RowBinary, in one piece or several. */
  readonly bytes: Uint8Array | readonly Uint8Array[];
  /**
   * What makes the batch itself: the same rows always go with the same token. Sent again with it, they are stored
   * once, as long as the table's deduplication window holds (10,000 inserts).
   */
  readonly token: string;
}

/** @internal Stores a batch, as `Store.insertBatch` promises. */
export async function insertBatch(connection: Connection, batch: Batch): Promise<void> {
  const { table, version, token } = batch;
  const record = RECORDS.get(table);
  if (!record) {
    const known = [...RECORDS.keys()].join(", ");
    throw new ClickHouseStoreError("INVALID_ARGUMENT", `no table "${table}" for records, there are ${known}`);
  }
  if (!(version >= 1 && version <= record.version)) {
    throw new ClickHouseStoreError(
      "INVALID_ARGUMENT",
      `${table} records have versions 1 to ${record.version}, got ${version}: a newer Probity wrote them`,
    );
  }
  if (token === "")
    throw new ClickHouseStoreError("INVALID_ARGUMENT", "a batch needs a token, or it can be doubled");
  const pieces = batch.bytes instanceof Uint8Array ? [batch.bytes] : batch.bytes;
  if (pieces.every(({ length }) => length === 0)) return;
  const columns = record.columnNames(version).map((name) => `\`${name}\``);
  await connection.insert(
    `INSERT INTO ${connection.database}.${table} (${columns.join(", ")})`,
    pieces,
    token,
  );
}
