import { type CatalogRow, catalogRecord, type Chunk } from "@probity/core";
import type { BatchLimits } from "../protocol.ts";
import { ALL_KINDS, GAPS } from "../record-kinds.ts";
import { SpoolError } from "../spool/errors.ts";
import type { BodyFrame, LogIdentity, Place } from "../spool/frame.ts";
import { type Gap, gapChunk } from "../spool/gap-chunk.ts";
import type { Quarantine } from "../spool/quarantine.ts";
import type { Recovered } from "../spool/recovered.ts";
import { Backlog, type Run } from "./backlog.ts";
import type { BatchStore } from "./batch-store.ts";
import { MemoryBudget } from "./memory-budget.ts";
import { runsOf } from "./log-runs.ts";
import { numbersOf, partGap } from "./part-gap.ts";
import { putInto } from "./refusals.ts";
import { countRows, type Rows } from "./rows.ts";
import { type Delivery, type RejectedRow, Sender } from "./sender.ts";

export interface LogShipperOptions {
  readonly store: BatchStore;
  readonly limits: BatchLimits;
  /** Where rejected rows are kept. */
  readonly quarantine: Quarantine;
  /** Runs an attempt, again and again until it goes well. Throws to give up. */
  readonly persist: (attempt: () => Promise<unknown>) => Promise<void>;
  /** Milliseconds since the epoch. */
  readonly wallClock: () => number;
  /** Told of what went wrong and cost no row. */
  readonly onFault: (fault: unknown) => void;
}

/** A log that nobody writes to. */
export interface LogReader {
  readonly recovered: Recovered;
  /** Throws a `SpoolError` for what can't be read. */
  read(place: Place): BodyFrame;
  /** What is intact of a stretch. */
  frames(stretch: Place): readonly BodyFrame[];
}

/** What became of a log's records of one table. */
export interface Shipped {
  /** Stored now. */
  readonly sent: number;
  /** Were stored before. */
  readonly known: number;
  /** In the quarantine now. */
  readonly quarantined: number;
}

/**
 * Has everything stored that is in a log whose writer is no more. May be done again with the same log, also when it
 * was killed on the way: what is stored is looked up before anything is sent.
 */
export class LogShipper {
  readonly #options: LogShipperOptions;
  readonly #sender: Sender;

  constructor(options: LogShipperOptions) {
    this.#options = options;
    this.#sender = new Sender({ store: options.store, onForbidden: options.onFault });
  }

  /** What is missing of some gaps: they may have been stored, although no log says so. */
  async missingOf(identity: LogIdentity, gaps: readonly Gap[]): Promise<readonly Gap[]> {
    const missing: Gap[] = [];
    for (const gap of gaps) {
      const { of: table, firstSeq, lastSeq } = gap;
      let stored: ReadonlySet<number> = new Set();
      await this.#options.persist(async () => {
        stored = await this.#sender.storedAmong({ table, firstSeq, lastSeq }, identity);
      });
      missing.push(...partGap(gap, stored).missing);
    }
    return missing;
  }

  /** Gives what became of the records, by table. `unwritten` are gaps of which the log could not take the records. */
  async ship(log: LogReader, unwritten: readonly Gap[] = []): Promise<Readonly<Record<string, Shipped>>> {
    const { header, next } = log.recovered;
    if (!header) return {};
    await this.#registerCatalogs(log);
    const shipped: Record<string, Shipped> = {};
    const gaps = [...unwritten];
    for (const { table } of ALL_KINDS) {
      const { sent, known, refused } = await this.#shipTable(log, header, table);
      shipped[table] = { sent, known, quarantined: refused.length };
      // Of a gap record that is refused another one would be as well.
      if (table !== GAPS) gaps.push(...refused);
    }
    await this.#shipGaps(gaps, header, next[GAPS] ?? 1);
    return shipped;
  }

  async #registerCatalogs(log: LogReader): Promise<void> {
    for (const place of log.recovered.catalogs) {
      const frame = log.read(place);
      if (frame.kind !== "catalog") continue;
      const rows: readonly CatalogRow[] = catalogRecord.decode(frame.bytes, frame.version);
      await this.#options.persist(() => this.#options.store.registerCatalog(rows));
    }
  }

  async #shipTable(
    log: LogReader,
    identity: LogIdentity,
    table: string,
  ): Promise<Pick<Shipped, "sent" | "known"> & { readonly refused: readonly Gap[] }> {
    let sent = 0;
    let known = 0;
    const refused: Gap[] = [];
    const onRecord = numbersOf(log.recovered.gaps, table);
    for (const run of this.#batches(runsOf(log.recovered, table))) {
      const rows = readRun(log, run);
      const delivery = await this.#deliver(rows, identity);
      known += delivery.known;
      sent += countRows(rows) - delivery.known - delivery.rejected.length;
      for (const row of delivery.rejected) {
        const gap = this.#quarantine(row, identity);
        // Its writer may have been told so before, and have it on record.
        if (!onRecord.overlaps(row.seq, row.seq)) refused.push(gap);
      }
    }
    return { sent, known, refused };
  }

  async #deliver(rows: Rows, identity: LogIdentity): Promise<Delivery> {
    let delivery: Delivery = { rejected: [], known: 0 };
    const attempt = { isMarked: true, isUncertain: true, isWhole: false };
    await this.#options.persist(async () => {
      delivery = await this.#sender.deliver(rows, identity, attempt);
    });
    return delivery;
  }

  /** As many runs in one as fit into a batch. */
  *#batches(runs: readonly Run[]): Generator<Run> {
    const backlog = new Backlog({ limits: this.#options.limits, memory: new MemoryBudget(0) });
    for (const [order, run] of runs.entries()) backlog.pushRun(run, order);
    for (let batch = backlog.take(); batch; batch = backlog.take()) if (batch.kind === "run") yield batch.run;
  }

  /** Keeps a row that the store refuses, and gives the gap that it leaves. Throws `FULL` or `WRITE_FAILED`. */
  #quarantine(row: RejectedRow, identity: LogIdentity): Gap {
    const { quarantine, wallClock } = this.#options;
    putInto(quarantine, row, identity, wallClock());
    const of = row.rows[0]?.table ?? "";
    return { of, firstSeq: row.seq, lastSeq: row.seq, cause: "quarantined", detail: row.fault.code };
  }

  /** Their records have the same numbers, too, when it is all done again. */
  async #shipGaps(gaps: readonly Gap[], identity: LogIdentity, firstSeq: number): Promise<void> {
    if (gaps.length === 0) return;
    const { rejected } = await this.#deliver(
      [gapChunk(identity, firstSeq, gaps, this.#options.wallClock())],
      identity,
    );
    for (const row of rejected) this.#quarantine(row, identity);
  }
}

function readRun(log: LogReader, { table, stretches, rows: count }: Run): Rows {
  const rows = stretches
    .flatMap((stretch) => log.frames(stretch))
    .flatMap((frame): Chunk[] =>
      frame.kind === "chunk" && frame.chunk.table === table ? [frame.chunk] : [],
    );
  if (countRows(rows) === count) return rows;
  throw new SpoolError("CORRUPT", "a log has changed since it was read; it is looked into again");
}
