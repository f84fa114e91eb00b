import type { LossReason } from "./counters.ts";
import { LOST_RECEIPT, type Progress, type Receipt, SequenceReceipt } from "./receipt.ts";
import { ByteWriter } from "./record/byte-writer.ts";
import type { ValueOf } from "./record/column-type.ts";
import type { Columns, RecordTable, RowOf } from "./record/record-table.ts";
import { type RecordOutlet, RecordStream } from "./record-stream.ts";

/** The columns that a recorder fills in a ledger's record. */
export type LedgerColumn = "ts" | "seq" | "writer" | "epoch" | "service";

/** What is entered into a ledger: the record without what its recorder knows. */
export type LedgerEntry<C extends Columns> = {
  readonly [K in Exclude<keyof C, LedgerColumn>]: ValueOf<C[K]["type"]>;
} & {
  /** Milliseconds since the epoch. @default now */
  readonly ts?: number;
};

export interface LedgerRecordsOptions<C extends Columns> extends RecordOutlet {
  readonly table: RecordTable<C>;
  readonly writer: { readonly writer: string; readonly epoch: number; readonly service: string };
  readonly progress: Progress;
  readonly now: () => number;
}

/** Makes records of one ledger: interventions, choices, feedback … Each entry is worth a receipt of its own. */
export class LedgerRecords<C extends Columns> {
  readonly #options: LedgerRecordsOptions<C>;
  readonly #stream: RecordStream;

  constructor(options: LedgerRecordsOptions<C>) {
    this.#options = options;
    this.#stream = new RecordStream(options);
  }

  get begun(): number {
    return this.#stream.begun;
  }

  get lost(): ReadonlyMap<LossReason, number> {
    return this.#stream.lost;
  }

  /**
   * Records an entry. Throws a `CoreError` that names the column where a value doesn't fit, and nothing is recorded: what
   * enters a ledger was checked at the edge, and whoever hands it in is told. After `close` the receipt says `lost`.
   */
  enter(entry: LedgerEntry<C>): Receipt {
    const { table, writer, now, progress } = this.#options;
    const stream = this.#stream;
    if (stream.isClosed) {
      stream.lost.add("closed");
      return LOST_RECEIPT;
    }
    const { ts = now() } = entry;
    const given: Readonly<Record<string, unknown>> = { ...entry, ts: Math.floor(ts), ...writer };
    const rowOf = (number: number): RowOf<C> => ({ ...given, seq: number }) as unknown as RowOf<C>;
    // Tried first, so that what is refused takes no number, and leaves no gap.
    table.encode(new ByteWriter(1024), rowOf(0));
    stream.begin();
    const seq = stream.take();
    table.encode(stream.writer, rowOf(seq));
    stream.end();
    return new SequenceReceipt(() => seq, progress);
  }

  flush(): void {
    this.#stream.flush();
  }

  close(): void {
    this.#stream.close();
  }
}
