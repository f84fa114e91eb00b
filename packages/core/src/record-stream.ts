import { ChunkBuilder, type ChunkSink } from "./chunk.ts";
import { MissingList } from "./missing-list.ts";
import type { ByteWriter } from "./record/byte-writer.ts";
import type { Columns, RecordTable } from "./record/record-table.ts";

export interface RecordStreamOptions {
  readonly table: Pick<RecordTable<Columns>, "name" | "version">;
  readonly sink: ChunkSink;
  /** A chunk is handed over when it holds so many bytes. */
  readonly chunkBytes: number;
  /** So many rows were refused by the sink. */
  readonly onRefused: (rows: number) => void;
  /** The sink threw. Must not throw. */
  readonly onFault: (fault: unknown) => void;
}

/**
 * The records of one kind on their way out: each takes the next number, and rows gather until they fill a chunk.
 * Numbers of which no record will come are told to the sink before the chunk that follows them.
 */
export class RecordStream {
  readonly #options: RecordStreamOptions;
  readonly #chunk: ChunkBuilder;
  readonly #missing: MissingList = new MissingList();
  #seq = 0;
  #start = 0;

  /** Throws `INVALID_OPTION` where `chunkBytes` is no such number. */
  constructor(options: RecordStreamOptions) {
    this.#options = options;
    const { name, version } = options.table;
    this.#chunk = new ChunkBuilder(name, version, options.chunkBytes);
  }

  /** Where the record of the number that was taken last is written to. */
  get writer(): ByteWriter {
    return this.#chunk.writer;
  }

  /** Takes the next number. Whoever takes one either ends its record or abandons it. */
  take(): number {
    this.#start = this.writer.length;
    this.#seq += 1;
    return this.#seq;
  }

  /** The record of the number that was taken last is written. */
  end(): void {
    this.#chunk.endRow(this.#seq);
    if (this.#chunk.isFull) this.flush();
  }

  /** The number that was taken last has no record: what was written of it is forgotten, and it is missing. */
  abandon(): void {
    this.writer.rewind(this.#start);
    this.flush(); // a chunk leaves no number out
    this.#missing.add("unencodable", this.#seq, this.#seq);
  }

  /** Hands over what was gathered, full or not. */
  flush(): void {
    const { sink, table, onFault } = this.#options;
    try {
      const isTold = this.#missing.settle((runs) => sink.missing?.(table.name, runs) ?? true);
      if (this.#chunk.rows > 0) this.#handOver(isTold);
    } catch (fault) {
      onFault(fault);
    }
  }

  // What follows numbers that nobody took note of would hide that they are missing.
  #handOver(isTold: boolean): void {
    const chunk = this.#chunk.take();
    let isTaken = false;
    try {
      isTaken = isTold && this.#options.sink.accept(chunk);
    } finally {
      if (!isTaken) {
        this.#options.onRefused(chunk.ends.length);
        this.#missing.add("refused", chunk.firstSeq, chunk.lastSeq);
      }
    }
  }
}
