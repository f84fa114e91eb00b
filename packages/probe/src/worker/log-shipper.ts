import {
  type CatalogRow,
  catalogRecord,
  type Chunk,
  decisionRecord,
  type GapCause,
  gapRecord,
} from "@probity/core";
import type { BatchLimits } from "../protocol.ts";
import type { BodyFrame, LogIdentity, Place } from "../spool/frame.ts";
import { type Gap, gapChunk } from "../spool/gap-chunk.ts";
import type { Quarantine } from "../spool/quarantine.ts";
import type { Recovered } from "../spool/recovered.ts";
import { Backlog, type Run } from "./backlog.ts";
import type { BatchStore } from "./batch-store.ts";
import { runsOf } from "./log-runs.ts";
import { countRows, type Rows } from "./rows.ts";
import { type RejectedRow, Sender } from "./sender.ts";

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

/** What became of a log's decisions. */
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

  async ship(log: LogReader): Promise<Shipped> {
    const { recovered } = log;
    if (!recovered.header) return { sent: 0, known: 0, quarantined: 0 };
    await this.#registerCatalogs(log);
    const rejected: RejectedRow[] = [];
    const decisions = await this.#shipTable(log, recovered.header, decisionRecord.name, rejected);
    await this.#shipTable(log, recovered.header, gapRecord.name, []);
    await this.#quarantine(rejected, recovered.header, recovered.next[gapRecord.name] ?? 1);
    return { ...decisions, quarantined: rejected.length };
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
    rejected: RejectedRow[],
  ): Promise<{ sent: number; known: number }> {
    let sent = 0;
    let known = 0;
    for (const run of this.#batches(runsOf(log.recovered, table))) {
      const rows = readRun(log, run);
      const attempt = { isMarked: true, isUncertain: true, isWhole: false };
      await this.#options.persist(async () => {
        const delivery = await this.#sender.deliver(rows, identity, attempt);
        known += delivery.known;
        sent += countRows(rows) - delivery.known - delivery.rejected.length;
        rejected.push(...delivery.rejected);
      });
    }
    return { sent, known };
  }

  /** As many runs in one as fit into a batch. */
  *#batches(runs: readonly Run[]): Generator<Run> {
    const backlog = new Backlog({ limits: this.#options.limits, memoryBytes: 0 });
    for (const [order, run] of runs.entries()) backlog.pushRun(run, order);
    for (let batch = backlog.take(); batch; batch = backlog.take()) if (batch.kind === "run") yield batch.run;
  }

  /** Rows that the store refuses are gaps. Their gap records have the same numbers, too, when it is all done again. */
  async #quarantine(
    rejected: readonly RejectedRow[],
    identity: LogIdentity,
    firstSeq: number,
  ): Promise<void> {
    if (rejected.length === 0) return;
    const { quarantine, wallClock, persist } = this.#options;
    const gaps = rejected.map((row): Gap => {
      putInto(quarantine, row, identity, wallClock());
      const { code } = row.fault;
      const of = row.rows[0]?.table ?? "";
      return {
        of,
        firstSeq: row.seq,
        lastSeq: row.seq,
        cause: "quarantined" satisfies GapCause,
        detail: code,
      };
    });
    const rows: Rows = [gapChunk(identity, firstSeq, gaps, wallClock())];
    const attempt = { isMarked: true, isUncertain: true, isWhole: false };
    await persist(() => this.#sender.deliver(rows, identity, attempt));
  }
}

function readRun(log: LogReader, { table, stretches }: Run): Rows {
  return stretches
    .flatMap((stretch) => log.frames(stretch))
    .flatMap((frame): Chunk[] =>
      frame.kind === "chunk" && frame.chunk.table === table ? [frame.chunk] : [],
    );
}

/** Keeps a rejected row. */
export function putInto(
  quarantine: Quarantine,
  { rows: [chunk], seq, fault: { code, message } }: RejectedRow,
  { writer, epoch, service }: LogIdentity,
  at: number,
): void {
  if (!chunk) return;
  const { table, version, bytes } = chunk;
  quarantine.put({ table, version, writer, epoch, service, seq, at, code, message, bytes });
}
