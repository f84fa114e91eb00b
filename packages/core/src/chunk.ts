import { CoreError } from "./errors.ts";
import type { GapCause } from "./record/gap-record.ts";
import { ByteWriter } from "./record/byte-writer.ts";

/** A run of encoded records of one kind: what leaves the request path, by transfer, without a copy. */
export interface Chunk {
  /** Name of the record table. */
  readonly table: string;
  /** Record version of the bytes. */
  readonly version: number;
  /** The rows' RowBinary, one after the other. */
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Where each row ends in `bytes`. */
  readonly ends: Uint32Array<ArrayBuffer>;
  /** Sequence numbers of the rows within their writer: each from the first to the last, none left out. */
  readonly firstSeq: number;
  readonly lastSeq: number;
}

/** A run of sequence numbers of which no record will come. */
export interface Missing {
  readonly cause: GapCause;
  readonly firstSeq: number;
  readonly lastSeq: number;
}

/** Where full chunks go. Must not block: it is called on the request path. */
export interface ChunkSink {
  /** Takes the chunk, or answers false: then it is lost, and the recorder counts its rows. */
  accept(chunk: Chunk): boolean;
  /**
   * Takes note of records of `table` that will not come, in order, before the chunk that follows them; or answers
   * false, and is told again. @default nobody keeps account of them
   */
  missing?(table: string, ranges: readonly Missing[]): boolean;
}

/** Gathers rows until they fill a chunk. */
export class ChunkBuilder {
  readonly writer: ByteWriter;
  readonly #table: string;
  readonly #version: number;
  readonly #capacity: number;
  #ends: number[] = [];
  #firstSeq = 0;
  #lastSeq = 0;

  /** `capacity` in bytes: a chunk is full when it holds that many. Throws `INVALID_OPTION` when it is no such number. */
  constructor(table: string, version: number, capacity: number) {
    if (!Number.isSafeInteger(capacity) || capacity < 1)
      throw new CoreError("INVALID_OPTION", `a chunk has 1 byte or more, found ${capacity}`);
    this.#table = table;
    this.#version = version;
    this.#capacity = capacity;
    // A row more than the capacity still fits without growing, as a rule.
    this.writer = new ByteWriter(capacity + 8 * 1024);
  }

  /** Ends the row that was written since the last call. */
  endRow(seq: number): void {
    if (this.#ends.length === 0) this.#firstSeq = seq;
    this.#lastSeq = seq;
    this.#ends.push(this.writer.length);
  }

  get rows(): number {
    return this.#ends.length;
  }

  get isFull(): boolean {
    return this.writer.length >= this.#capacity;
  }

  /** What was gathered; the builder starts again. */
  take(): Chunk {
    const chunk: Chunk = {
      table: this.#table,
      version: this.#version,
      bytes: this.writer.take(),
      ends: Uint32Array.from(this.#ends),
      firstSeq: this.#firstSeq,
      lastSeq: this.#lastSeq,
    };
    this.#ends = [];
    return chunk;
  }
}
