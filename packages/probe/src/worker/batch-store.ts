import type { CatalogRow } from "@probity/core";

/** The store as the worker needs it. No method is called before the first request. */
export interface BatchStore {
  /** Looks at the server and the schema: what is doubtful about them, one text each. Throws what is in the way. */
  check(): Promise<readonly string[]>;
  /** May be called again with the same rows. */
  registerCatalog(rows: readonly CatalogRow[]): Promise<unknown>;
  /** Stores rows of one table once per token, as long as the server remembers the token. */
  insertBatch(batch: InsertableBatch): Promise<void>;
  /** Which numbers of a writer's range are stored. */
  storedSequences(range: SequenceRange): Promise<readonly number[]>;
  /** True for an error of `insertBatch` that is about what is in the batch: it would come again. */
  isRejection(error: unknown): boolean;
  /** True for an error that says that the user may not do this. */
  isForbidden(error: unknown): boolean;
  /** True for an error that is about the table alone: it is not there, is older, or the user may not write to it. */
  isOfTable(error: unknown): boolean;
  close(): Promise<void>;
}

export interface InsertableBatch {
  readonly table: string;
  /** Record version. */
  readonly version: number;
  /** RowBinary, in pieces. */
  readonly bytes: readonly Uint8Array[];
  readonly token: string;
}

/** A range of one writer's numbers in one table. */
export interface SequenceRange {
  readonly table: string;
  readonly writer: string;
  readonly epoch: number;
  readonly firstSeq: number;
  readonly lastSeq: number;
}
