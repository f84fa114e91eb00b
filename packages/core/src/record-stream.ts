import { ChunkBuilder, type ChunkSink } from "./chunk.ts";
import { type LossReason, Tally } from "./counters.ts";
import { MissingList } from "./missing-list.ts";
import type { ByteWriter } from "./record/byte-writer.ts";
import type { Columns, RecordTable } from "./record/record-table.ts";

/** What all kinds of records of a recorder have in common. */
export interface RecordOutlet {
  readonly sink: ChunkSink;
  /** A chunk is handed over when it holds so many bytes. */
  readonly chunkBytes: number;
  /** Told of a record that could not be encoded (`encode`) and of a sink that threw (`sink`). Must not throw. */
  readonly onFault: (where: string, fault: unknown) => void;
  /** Told how many records of a table began so far, before each goes on. @default nobody */
  readonly onBegin?: ((begun: number, table: string) => void) | undefined;
}

export interface RecordStreamOptions extends RecordOutlet {
  readonly table: Pick<RecordTable<Columns>, "name" | "version">;
}

/**
 * The records of one kind on their way out: each takes the next number, and rows gather until they fill a chunk.
 * Numbers of which no record will come are told to the sink before the chunk that follows them.
 */
export class RecordStream {
  /** Records that began and will not be stored, by reason. */
  readonly lost: Tally<LossReason> = new Tally();
  readonly #options: RecordStreamOptions;
  readonly #chunk: ChunkBuilder;
  readonly #missing: MissingList = new MissingList();
  #begun = 0;
  #seq = 0;
  #start = 0;
  #isClosed = false;

  /** Throws `INVALID_OPTION` where `chunkBytes` is no such number. */
  constructor(options: RecordStreamOptions) {
    this.#options = options;
    const { name, version } = options.table;
    this.#chunk = new ChunkBuilder(name, version, options.chunkBytes);
  }

  /** How many records began so far. */
  get begun(): number {
    return this.#begun;
  }

  /** No more records are taken; one that comes all the same is to be counted as lost. */
  get isClosed(): boolean {
    return this.#isClosed;
  }

  /** Where the record of the number that was taken last is written to. */
  get writer(): ByteWriter {
    return this.#chunk.writer;
  }

  /** A record begins, which takes its number when it is complete. */
  begin(): void {
    this.#begun += 1;
    this.#options.onBegin?.(this.#begun, this.#options.table.name);
  }

  /**
   * Takes the next number. Whoever takes one either ends its record or abandons it, and does nothing in between that may
   * run code of the host: that may record something itself.
   */
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
  abandon(fault: unknown): void {
    const seq = this.#seq;
    this.writer.rewind(this.#start);
    this.flush(); // a chunk leaves no number out
    this.#missing.add("unencodable", seq, seq);
    this.lost.add("unencodable");
    this.#options.onFault("encode", fault);
  }

  /** Hands over what was gathered, full or not. */
  flush(): void {
    const { sink, table, onFault } = this.#options;
    try {
      const isTold = this.#missing.settle((runs) => sink.missing?.(table.name, runs) ?? true);
      if (this.#chunk.rows > 0) this.#handOver(isTold);
    } catch (fault) {
      onFault("sink", fault);
    }
  }

  /** Hands over what was gathered, and takes no more. */
  close(): void {
    this.#isClosed = true;
    this.flush();
  }

  // What follows numbers that nobody took note of would hide that they are missing.
  #handOver(isTold: boolean): void {
    const chunk = this.#chunk.take();
    let isTaken = false;
    try {
      isTaken = isTold && this.#options.sink.accept(chunk);
    } finally {
      if (!isTaken) {
        this.lost.add("refused", chunk.ends.length);
        this.#missing.add("refused", chunk.firstSeq, chunk.lastSeq);
      }
    }
  }
}
