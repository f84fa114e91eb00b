import { ByteWriter, type Columns, type RecordTable, type RowOf } from "@probity/core";

import type { Connection } from "./connection.ts";
import { insertBatch } from "./insert.ts";

/** What is entered into a ledger past any probe: the record without what its writer fills in. */
export type StoreEntry<C extends Columns> = Omit<RowOf<C>, "ts" | "seq" | "writer" | "epoch"> & {
  /** Milliseconds since the epoch. @default now */
  readonly ts?: number | undefined;
};

/** @internal What `Store.enter` promises. */
export async function enter<C extends Columns>(
  connection: Connection,
  table: RecordTable<C>,
  entries: readonly StoreEntry<NoInfer<C>>[],
): Promise<void> {
  const writer = crypto.randomUUID();
  const now = Date.now();
  const bytes = new ByteWriter();
  for (const [position, entry] of entries.entries()) {
    const row = { ...entry, ts: entry.ts ?? now, seq: position + 1, writer, epoch: 1 };
    table.encode(bytes, row as unknown as RowOf<C>);
  }
  const { name, version } = table;
  await insertBatch(connection, {
    table: name,
    version,
    bytes: bytes.take(),
    token: `${name}:${writer}:1:1-${entries.length}`,
  });
}
