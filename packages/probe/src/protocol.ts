import type { CatalogRow, Chunk, GapCause, Missing } from "@probity/core";
import type { Fault } from "./fault.ts";
import type { PolledLedger, PolledRows } from "./polled-rows.ts";

/** What a worker is started with. Plain data, as all that crosses between the threads. */
export interface WorkerSettings {
  /** The process instance, and which life of it: what a batch's token is derived from. */
  readonly writer: string;
  readonly epoch: number;
  readonly service: string;
  readonly storage: StorageSettings;
  readonly batch: BatchLimits;
  /** Undefined when nothing is spooled. */
  readonly spool: SpoolSettings | undefined;
  /** Rows that are spooled are kept in the worker's memory, too, up to so many bytes. */
  readonly memoryBytes: number;
  /** What is looked at again and again of what others enter into ledgers. */
  readonly polls: PollSettings;
  /** The sequence numbers that come next, by table: more than 1 for a worker that takes over from one that died. */
  readonly next: Readonly<Record<string, number>>;
}

/** Where the worker spools. */
export interface SpoolSettings {
  /** The root that several processes share. */
  readonly root: string;
  /** This process's own log, which it has claimed. */
  readonly directory: string;
  readonly maxBytes: number;
  readonly whenFull: "drop" | "block" | "spill";
  /** Where the log goes on when `maxBytes` are used up, and up to how many more. */
  readonly spill: { readonly directory: string; readonly maxBytes: number } | undefined;
  readonly fsync: "os" | "interval" | "always";
  readonly segmentBytes: number;
  /** Segments whose rows are stored go there; without it they are deleted. */
  readonly archive: string | undefined;
}

/** Where the worker inserts. */
export interface StorageSettings {
  readonly url: string;
  readonly database: string;
  readonly username: string;
  readonly password: string;
  readonly compression: boolean;
}

/** Which ledgers are looked at, and how often. */
export interface PollSettings {
  readonly ledgers: readonly PolledLedger[];
  /** In milliseconds, from the end of one look to the next. */
  readonly pollMs: number;
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
  /** Numbers of a table of which no record will come. */
  | { readonly kind: "missing"; readonly table: string; readonly ranges: readonly Missing[] }
  /** Somebody waits for what came before to be stored: it waits for no company. */
  | { readonly kind: "hurry" }
  /** Don't wait for full batches; answer `drained` once every chunk that came before is settled, also after the deadline. */
  | { readonly kind: "drain"; readonly id: number; readonly deadlineMs: number }
  /** Nothing more will come of `table`, though `last` is its last number: what is missing up to there is a gap. */
  | { readonly kind: "finish"; readonly table: string; readonly last: number }
  /** End the log, let go of connections and end, with exit code 0. What is neither spooled nor stored is gone then. */
  | { readonly kind: "close" };

/** A run of rows of one table, by the sequence of the writer. */
export interface Span {
  readonly table: string;
  readonly firstSeq: number;
  readonly lastSeq: number;
  readonly rows: number;
}

/** What became of the records of one table in a spool that a process left which is no more. */
export interface Inherited {
  /** Stored now. */
  readonly stored: number;
  readonly lost: Readonly<Partial<Record<GapCause, number>>>;
}

/** From the worker. Every row of a chunk is in the end in a span that is `stored` or `lost`. */
export type Reply =
  /** These rows came this far; `tookMs` is the time of the write that brought them there, if that was now. */
  | {
      readonly kind: "reached";
      readonly stage: "spooled" | "stored";
      readonly spans: readonly Span[];
      readonly tookMs: number | undefined;
    }
  /** So much less of the sender's memory is held, see {@link heldBytesOf}: each chunk's is given back once. */
  | { readonly kind: "freed"; readonly bytes: number }
  /** Of these numbers no record will be stored; a gap record says so. */
  | { readonly kind: "lost"; readonly reason: GapCause; readonly span: Span; readonly fault?: Fault }
  /**
   * The log as the worker found it, and so what became of the records that a worker before it was given. Of those that
   * are not in it, it is still to come whether they are stored or lost.
   */
  | {
      readonly kind: "resumed";
      /** What lies in the log and is not known to be stored. */
      readonly spooled: readonly Span[];
      /** What was in the log and is settled. */
      readonly stored: readonly Span[];
    }
  /** Gap records were made up to this number of theirs. */
  | { readonly kind: "gaps"; readonly lastSeq: number }
  /** What the last contact with the store showed. With a fault, the worker goes on trying. */
  | { readonly kind: "storage"; readonly circuit: Circuit; readonly fault?: Fault }
  /** How the spool stands. */
  | { readonly kind: "spool"; readonly isUp: boolean; readonly bytes: number; readonly segments: number }
  /** Rows of a process that is no more, out of the spool that it left: what became of them, by table. */
  | { readonly kind: "inherited"; readonly tables: Readonly<Record<string, Inherited>> }
  /** What is stored of a ledger; some of it may have been told before. */
  | { readonly kind: "rows"; readonly given: PolledRows }
  /** All that was stored of a ledger when this look began has been told. */
  | { readonly kind: "polled"; readonly ledger: PolledLedger }
  /** Something went wrong that costs no row. */
  | { readonly kind: "fault"; readonly place: string; readonly fault: Fault }
  | { readonly kind: "drained"; readonly id: number }
  /** The last word. With `isComplete` nothing is in memory alone that is not stored, and the log is ended. */
  | { readonly kind: "closed"; readonly isComplete: boolean };

/**
 * The way to the store. `closed`: the last attempt went well. `open`: attempts fail, and nothing is sent until a pause
 * is over. `half_open`: one attempt shows whether the pause helped.
 */
export type Circuit = "closed" | "open" | "half_open";

/** The deduplication token of a batch. Whoever sends the same rows again, and whenever, gives the same. */
export function tokenOf(
  writer: string,
  epoch: number,
  { firstSeq, lastSeq }: Pick<Span, "firstSeq" | "lastSeq">,
): string {
  return `${writer}:${epoch}:${firstSeq}-${lastSeq}`;
}

/** Memory that a chunk holds on to, in bytes: the whole of its buffers, not only what is filled. */
export function heldBytesOf({ bytes, ends }: Chunk): number {
  return bytes.buffer.byteLength + ends.buffer.byteLength;
}
