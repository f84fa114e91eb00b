import type { LossReason } from "./counters.ts";
import { CoreError } from "./errors.ts";
import { type LedgerEntry, LedgerRecords, type LedgerRecordsOptions } from "./ledger-records.ts";
import type { Progress, Receipt } from "./receipt.ts";
import { choiceRecord } from "./record/choice-record.ts";
import { controlChangeRecord } from "./record/control-change-record.ts";
import { feedbackRecord } from "./record/feedback-record.ts";
import { findingRecord } from "./record/finding-record.ts";
import { interventionRecord } from "./record/intervention-record.ts";
import { listSnapshotRecord } from "./record/list-snapshot-record.ts";
import type { Columns, RecordTable } from "./record/record-table.ts";
import type { RecordOutlet } from "./record-stream.ts";

/** Every kind of record that is entered into a ledger, one by one. */
export const LEDGERS: readonly RecordTable<Columns>[] = [
  interventionRecord,
  choiceRecord,
  feedbackRecord,
  findingRecord,
  controlChangeRecord,
  listSnapshotRecord,
] as unknown as readonly RecordTable<Columns>[];

export interface LedgersOptions extends RecordOutlet, Pick<LedgerRecordsOptions<Columns>, "writer" | "now"> {
  readonly progressOf: (table: string) => Progress;
}

/** The ledgers of a recorder. */
export class Ledgers {
  readonly #byTable: ReadonlyMap<string, LedgerRecords<Columns>>;

  constructor({ progressOf, ...options }: LedgersOptions) {
    const chunkBytes = Math.min(options.chunkBytes, MOST_CHUNK_BYTES);
    this.#byTable = new Map(
      LEDGERS.map((table) => [
        table.name,
        new LedgerRecords({ ...options, chunkBytes, table, progress: progressOf(table.name) }),
      ]),
    );
  }

  enter<C extends Columns>(table: RecordTable<C>, entry: LedgerEntry<NoInfer<C>>): Receipt {
    const ledger = this.#byTable.get(table.name);
    if (!ledger) throw new CoreError("INVALID_OPTION", `no ledger is kept of ${table.name}`);
    return (ledger as unknown as LedgerRecords<C>).enter(entry);
  }

  flush(): void {
    for (const ledger of this.#byTable.values()) ledger.flush();
  }

  close(): void {
    for (const ledger of this.#byTable.values()) ledger.close();
  }

  /** How many entries began, by table. */
  get begun(): Readonly<Record<string, number>> {
    return Object.fromEntries(Array.from(this.#byTable, ([name, { begun }]) => [name, begun]));
  }

  /** The same, as a counter. */
  get entered(): ReadonlyMap<string, number> {
    return new Map(Array.from(this.#byTable, ([name, { begun }]) => [name, begun]));
  }

  /** Entries lost, by table and reason. */
  get lost(): ReadonlyMap<string, ReadonlyMap<LossReason, number>> {
    return new Map(Array.from(this.#byTable, ([name, { lost }]) => [name, lost]));
  }
}

/** A chunk of entries, in bytes: they are few, and none of them waits for many others. */
const MOST_CHUNK_BYTES = 16 * 1024;
