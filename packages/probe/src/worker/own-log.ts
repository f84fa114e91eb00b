import { ByteWriter, type CatalogRow, catalogRecord } from "@probity/core";
import type { Span, SpoolSettings } from "../protocol.ts";
import { ALL_KINDS, RECORDED_KINDS } from "../record-kinds.ts";
import type { Disk } from "../spool/disk.ts";
import { isSpoolError } from "../spool/errors.ts";
import type { LogIdentity, Place } from "../spool/frame.ts";
import type { Gap } from "../spool/gap-chunk.ts";
import { SpoolLog } from "../spool/log.ts";
import { NumberSet, type Range } from "../spool/number-set.ts";
import type { Recovered } from "../spool/recover.ts";
import type { Run, Stretch } from "./backlog.ts";
import { runsOf } from "./log-runs.ts";
import { Outstanding } from "./outstanding.ts";
import { numbersOf } from "./part-gap.ts";
import { rangeOf, type Rows, countRows } from "./rows.ts";
import type { Attempt } from "./sender.ts";

export interface OwnLogOptions {
  readonly settings: SpoolSettings;
  readonly identity: LogIdentity;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** Told of what went wrong and cost no row. */
  readonly onFault: (fault: unknown) => void;
  /** @internal For tests. @default Node's */
  readonly disk?: Disk;
}

/** The log of this process, as its worker uses it: what waits in it, and what may go. */
export class OwnLog {
  readonly spool: SpoolLog;
  readonly #recovered: Recovered;
  /** By table. */
  readonly #onRecord: ReadonlyMap<string, NumberSet>;
  readonly #outstanding: Outstanding = new Outstanding();
  /** Where rows were that are lost, which is not on record yet. */
  readonly #unrecorded: Outstanding = new Outstanding();
  readonly #onFault: (fault: unknown) => void;

  /** Opens the log, or goes on with what an earlier worker of this process left. Throws a `SpoolError`. */
  constructor({ settings, identity, now, onFault, disk }: OwnLogOptions) {
    const { directory, spill, segmentBytes, fsync, maxBytes, archive } = settings;
    const { log, recovered } = SpoolLog.open({
      ...identity,
      directory,
      segmentBytes,
      fsync,
      maxBytes,
      ...(spill && { spillDirectory: spill.directory, spillMaxBytes: spill.maxBytes }),
      ...(archive !== undefined && { archiveDirectory: archive }),
      ...(disk && { disk }),
      now,
      onFault,
    });
    this.spool = log;
    this.#recovered = recovered;
    this.#onRecord = new Map(RECORDED_KINDS.map(({ table }) => [table, numbersOf(recovered.gaps, table)]));
    this.#onFault = onFault;
    for (const { stretches } of this.left) for (const stretch of stretches) this.#outstanding.add(stretch);
  }

  /** The numbers that come next, by table. */
  get next(): Readonly<Record<string, number>> {
    return this.#recovered.next;
  }

  /** What an earlier worker left, of which nobody knows whether it is stored. */
  get left(): readonly Run[] {
    return ALL_KINDS.flatMap(({ table }) => runsOf(this.#recovered, table));
  }

  /** Numbers that an earlier worker was given, and of which its log holds nothing: stored from memory, or lost. */
  get missing(): readonly Gap[] {
    return this.#recovered.missing.map(({ table: of, firstSeq, lastSeq, cause }) => {
      return { of, firstSeq, lastSeq, cause: cause === "unaccounted" ? "worker_died" : cause, detail: "" };
    });
  }

  /** Records that an earlier worker left. */
  get spooled(): readonly Span[] {
    return RECORDED_KINDS.flatMap(({ table }) =>
      this.#chunksOf(table).map(({ firstSeq, lastSeq, rows }) => ({ table, firstSeq, lastSeq, rows })),
    );
  }

  /** Records that the log has let go of: all that was not told as lost is stored. */
  get stored(): readonly Span[] {
    return RECORDED_KINDS.flatMap(({ table }) => {
      const others = numbersOf(this.missing, table);
      const end = this.#chunksOf(table)[0]?.firstSeq ?? this.next[table] ?? 1;
      return others.absent(1, end - 1).map(({ first, last }) => {
        return { table, firstSeq: first, lastSeq: last, rows: last - first + 1 };
      });
    });
  }

  /** Whether an earlier worker has it on record that a record is missing. */
  isOnRecord(table: string, seq: number): boolean {
    return this.#onRecord.get(table)?.overlaps(seq, seq) ?? false;
  }

  #chunksOf(table: string): Recovered["chunks"] {
    return this.#recovered.chunks.filter((chunk) => chunk.table === table);
  }

  /** Whether something in it waits to be stored. */
  get isBackedUp(): boolean {
    return this.#outstanding.oldest < Infinity;
  }

  /** A chunk waits there to be stored. */
  waits(place: Place): void {
    this.#outstanding.add(place);
  }

  /** These are stored or lost: frees what nothing waits in any more. What is lost of them may be still to be recorded. */
  settled(stretches: readonly Stretch[], { isRecorded }: { readonly isRecorded: boolean }): void {
    for (const stretch of stretches) {
      this.#outstanding.settle(stretch);
      if (!isRecorded) this.#unrecorded.add(stretch);
    }
    this.#release();
  }

  /** All that was lost is on record. */
  recorded(): void {
    this.#unrecorded.clear();
    this.#release();
  }

  #release(): void {
    try {
      this.spool.release(Math.min(this.#outstanding.oldest, this.#unrecorded.oldest));
    } catch (fault) {
      this.#onFault(fault);
    }
  }

  /** Takes down that these rows are sent as one batch, before they are. Without it, too, they are looked up later. */
  mark(rows: Rows, attempt: Attempt): void {
    const [first] = rows;
    if (!first || attempt.isMarked) return;
    attempt.isMarked = true;
    const { table, version } = first;
    try {
      this.spool.append([
        { kind: "batch", mark: { table, version, ...rangeOf(rows), rows: countRows(rows) } },
      ]);
    } catch (fault) {
      if (!isSpoolError(fault, "FULL")) this.#onFault(fault); // that is told of rows, which need the room
    }
  }

  /** A catalog that rows in the log refer to. */
  keepCatalog(rows: readonly CatalogRow[]): void {
    const bytes = new ByteWriter(4096);
    for (const row of rows) catalogRecord.encode(bytes, row);
    this.spool.append([{ kind: "catalog", version: catalogRecord.version, bytes: bytes.take() }]);
  }

  /** Reads a run back; what of it can't be read is damaged. */
  load({ table, firstSeq, lastSeq, stretches, holes }: Run): {
    readonly rows: Rows;
    readonly damaged: readonly Range[];
  } {
    const found = new NumberSet();
    const rows = stretches
      .flatMap((stretch) => this.spool.frames(stretch))
      .flatMap((frame) => (frame.kind === "chunk" && frame.chunk.table === table ? [frame.chunk] : []));
    for (const chunk of rows) found.add(chunk.firstSeq, chunk.lastSeq);
    for (const { first, last } of holes) found.add(first, last);
    return { rows, damaged: found.absent(firstSeq, lastSeq) };
  }

  /** Ends the log: every number is accounted for. Throws `FULL` or `WRITE_FAILED`. */
  end(): void {
    this.spool.end();
    this.#release();
  }

  /** Leaves the log as it is: whoever finishes it finds out what it has no account of. */
  leave(): void {
    this.spool.seal();
  }
}
