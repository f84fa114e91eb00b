import type { CatalogRow, Chunk } from "@probity/core";
import type { Fault } from "./fault.ts";

/**
 * How far a record has come. `recorded`: encoded, in this process's memory. `spooled`: in a file of this machine.
 * `stored`: ClickHouse acknowledged it. No worker spools yet; the word has its place here, so that for its owner
 * nothing changes when one does.
 */
export type Stage = "recorded" | "spooled" | "stored";

/** What a worker is started with. Plain data, as all that crosses between the threads. */
export interface WorkerSettings {
  /** The process instance, and which life of it: what a batch's token is derived from. */
  readonly writer: string;
  readonly epoch: number;
  readonly storage: StorageSettings;
  readonly batch: BatchLimits;
}

/** Where the worker inserts. */
export interface StorageSettings {
  readonly url: string;
  readonly database: string;
  readonly username: string;
  readonly password: string;
  readonly compression: boolean;
}

/** When rows that wait become a batch. */
export interface BatchLimits {
  /** Most rows, unless one chunk alone has more. */
  readonly maxRows: number;
  /** Most bytes of rows, unless one chunk alone has more. */
  readonly maxBytes: number;
  /** Milliseconds that a chunk waits for others, at most. */
  readonly maxWaitMs: number;
}

/** To the worker. Messages are worked on in the order in which they were sent. */
export type Request =
  /** A version of the catalog: registered before the rows that come after it. */
  | { readonly kind: "catalog"; readonly rows: readonly CatalogRow[] }
  /** Rows to store; the buffers are transferred. */
  | { readonly kind: "chunk"; readonly chunk: Chunk }
  /** Don't wait for full batches; answer `drained` once every chunk that came before is settled. */
  | { readonly kind: "drain"; readonly id: number }
  /** Let go of connections and end, with exit code 0. What is not settled by then is gone with the thread. */
  | { readonly kind: "close" };

/** A run of rows of one table. */
export interface Span {
  readonly table: string;
  /** By the sequence of the writer. */
  readonly firstSeq: number;
  readonly lastSeq: number;
  readonly rows: number;
  /** Memory that the rows' buffers took, see {@link heldBytesOf}. */
  readonly heldBytes: number;
}

/** From the worker. Every chunk is settled by exactly one `reached` `stored` or `lost`. */
export type Reply =
  /** These rows came this far; `tookMs` is the time of the write that brought them there. */
  | {
      readonly kind: "reached";
      readonly stage: Exclude<Stage, "recorded">;
      readonly span: Span;
      readonly tookMs: number;
    }
  /** These rows will never be stored. */
  | { readonly kind: "lost"; readonly reason: "rejected"; readonly span: Span; readonly fault: Fault }
  /** What the last contact with the store showed. With a fault, the worker goes on trying. */
  | { readonly kind: "storage"; readonly isUp: boolean; readonly fault?: Fault }
  /** Something went wrong that costs no row. */
  | { readonly kind: "fault"; readonly place: string; readonly fault: Fault }
  | { readonly kind: "drained"; readonly id: number };

/** The deduplication token of a batch. Whoever sends the same rows again, and whenever, gives the same. */
export function tokenOf(writer: string, epoch: number, { firstSeq, lastSeq }: Span): string {
  return `${writer}:${epoch}:${firstSeq}-${lastSeq}`;
}

/** Memory that a chunk holds on to, in bytes: the whole of its buffers, not only what is filled. */
export function heldBytesOf({ bytes, ends }: Chunk): number {
  return bytes.buffer.byteLength + ends.buffer.byteLength;
}
