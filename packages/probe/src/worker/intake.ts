import type { Chunk, GapCause, Missing } from "@probity/core";
import type { Span } from "../protocol.ts";
import { GAPS } from "../record-kinds.ts";
import { type Gap, gapChunk } from "../spool/gap-chunk.ts";
import type { Timers } from "../timers.ts";
import type { Parcel } from "./backlog.ts";
import { GapList } from "./gap-list.ts";
import { type Held, held } from "./ration.ts";
import { spansOf } from "./rows.ts";
import type { Spooling } from "./spooling.ts";

export interface IntakeOptions {
  readonly identity: { readonly writer: string; readonly epoch: number; readonly service: string };
  /** The numbers that come next, by table. */
  readonly next: Readonly<Record<string, number>>;
  /** Undefined where nothing is spooled. */
  readonly spool: Spooling | undefined;
  readonly timers: Timers;
  /** Milliseconds since the epoch. */
  readonly wallClock: () => number;
  readonly ends: IntakeEnds;
}

/** Who is told what the intake did. */
export interface IntakeEnds {
  /** In order; the next step of a chunk. */
  taken(parcel: Parcel): void;
  /** These rows are spooled. */
  spooled(spans: readonly Span[], tookMs: number): void;
  /** So much less of the sender's memory is held. */
  freed(bytes: number): void;
  /** These numbers will never be stored, and the sender does not know yet. */
  lost(gap: Gap): void;
}

/** How long a full or failing spool is left alone, and how long gaps gather, in milliseconds. */
const PAUSE_MS = 1_000;

/**
 * Where chunks come in: brings them to disk, and keeps account of every number. What arrives while a write is under
 * way goes with the next one. Numbers that are left out become gap records, which go the same way.
 *
 * Chunks that can't be spooled go on from memory. Gap records don't: they get their numbers when they are in the log,
 * and whoever finishes the log of a dead process goes on with those, and knows what the log has no account of.
 */
export class Intake {
  readonly #options: IntakeOptions;
  readonly #next: Map<string, number>;
  readonly #waiting: Chunk[] = [];
  readonly #gaps: GapList = new GapList();
  #writing: Promise<void> | undefined;
  /** Gap records gather. */
  #areGapsHeld = false;
  #isFailing = false;
  #isPausing = false;

  constructor(options: IntakeOptions) {
    this.#options = options;
    this.#next = new Map(Object.entries(options.next));
  }

  /** Whether what came last was spooled. */
  get isSpooling(): boolean {
    return this.#options.spool?.isOpen === true && !this.#isFailing;
  }

  /** Whether gaps wait to be put on record. */
  get hasGaps(): boolean {
    return !this.#gaps.isEmpty;
  }

  /** Nothing waits to be written. */
  get isEmpty(): boolean {
    return this.#waiting.length === 0 && this.#gaps.isEmpty && !this.#writing;
  }

  /** The number that comes next in a table. */
  next(table: string): number {
    return this.#next.get(table) ?? 1;
  }

  add(chunk: Chunk): void {
    // Whoever hands over chunks tells what is missing before; what nobody told of is missing all the same.
    this.#skipTo(chunk.table, chunk.firstSeq, "refused");
    this.#next.set(chunk.table, chunk.lastSeq + 1);
    this.#waiting.push(chunk);
    this.#write();
  }

  /** Records of these will not come. */
  missing(table: string, ranges: readonly Missing[]): void {
    for (const { cause, firstSeq, lastSeq } of ranges) {
      this.#skipTo(table, firstSeq, "refused");
      this.note({ of: table, firstSeq, lastSeq, cause, detail: "" });
      this.#next.set(table, Math.max(this.next(table), lastSeq + 1));
    }
  }

  /** Every number up to `last` was given; those that did not come will not come. */
  finish(table: string, last: number, cause: GapCause): void {
    this.#skipTo(table, last + 1, cause);
  }

  /** Takes down a gap. */
  note(gap: Gap): void {
    this.#gaps.add(gap);
    this.#write();
  }

  /** Gap records that went on from memory are settled. */
  gapsSettled(): void {
    this.#areGapsHeld = false;
    this.#write();
  }

  /** Tries at once what waits to be written, for whoever waits for that. True when something may come of it. */
  retry(): boolean {
    const { spool } = this.#options;
    this.#isPausing = false;
    if (spool) this.#areGapsHeld = false;
    this.#write();
    return this.#waiting.length > 0 || (!this.#gaps.isEmpty && (!spool || this.isSpooling));
  }

  /** Resolves once nothing waits to be written, unless it must wait for room. */
  async settled(): Promise<void> {
    while (this.#writing) await this.#writing;
  }

  #skipTo(table: string, seq: number, cause: GapCause): void {
    const next = this.next(table);
    if (seq <= next) return;
    this.#next.set(table, seq);
    this.#lose({ of: table, firstSeq: next, lastSeq: seq - 1, cause, detail: "" });
  }

  #lose(gap: Gap): void {
    this.note(gap);
    this.#options.ends.lost(gap);
  }

  get #isDue(): boolean {
    return !this.#isPausing && (this.#waiting.length > 0 || (!this.#gaps.isEmpty && !this.#areGapsHeld));
  }

  #write(): void {
    if (this.#writing || !this.#isDue) return;
    this.#writing = this.#writeAll();
  }

  async #writeAll(): Promise<void> {
    // What arrives in the same turn of the event loop goes into the same write.
    await new Promise<void>((done) => setImmediate(done));
    try {
      while (this.#isDue) await this.#writeGroup(this.#waiting.splice(0));
    } finally {
      this.#writing = undefined; // in the loop's own turn: nothing can slip in between
    }
  }

  async #writeGroup(given: readonly Chunk[]): Promise<void> {
    const { spool, timers } = this.#options;
    const started = timers.now();
    const chunks = this.#rationed(given);
    const gaps = this.#writeGaps();
    const places = chunks.length > 0 ? spool?.append(chunks.map(({ chunk }) => chunk)) : [];
    if (places === "full") {
      this.#waiting.unshift(...given);
      this.#pause();
    }
    const written =
      places === "full" ? [] : chunks.map((entry, index) => ({ ...entry, place: places?.[index] }));
    const parcels = [...gaps, ...written];
    if (parcels.length === 0) return;
    const isSafe = parcels.every(({ place }) => place !== undefined) && (await spool?.isSynced()) === true;
    this.#isFailing = spool !== undefined && !isSafe;
    if (isSafe) this.#tellSpooled(parcels, timers.now() - started);
    for (const parcel of parcels) this.#options.ends.taken(isSafe ? { ...parcel, heldBytes: 0 } : parcel);
  }

  #tellSpooled(parcels: readonly Parcel[], tookMs: number): void {
    this.#free(parcels.reduce((sum, { heldBytes }) => sum + heldBytes, 0));
    this.#options.ends.spooled(spansOf(parcels.map(({ chunk }) => chunk)), tookMs);
  }

  /**
   * The gap records that could be written, as a parcel; none when they have to wait. After each attempt the next ones
   * gather for a while, or where there is no spool until these are stored, so that few records say it all.
   */
  #writeGaps(): readonly Parcel[] {
    const { identity, spool, timers, wallClock } = this.#options;
    if (this.#gaps.isEmpty || this.#areGapsHeld) return [];
    const chunk = gapChunk(identity, this.next(GAPS), this.#gaps.all, wallClock());
    const place = spool?.appendGaps(chunk);
    this.#areGapsHeld = true;
    if (spool?.isOpen) timers.after(PAUSE_MS, () => this.gapsSettled());
    if (spool && !place) {
      this.#isFailing = true;
      return [];
    }
    this.#next.set(GAPS, chunk.lastSeq + 1);
    this.#gaps.takeAll();
    return [{ chunk, place, heldBytes: 0 }];
  }

  #rationed(given: readonly Chunk[]): readonly Held[] {
    const { spool } = this.#options;
    if (!spool) return given.map(held);
    const { kept, dropped, freedBytes } = spool.ration(given);
    for (const gap of dropped) this.#lose(gap);
    this.#free(freedBytes);
    return kept;
  }

  #free(bytes: number): void {
    if (bytes > 0) this.#options.ends.freed(bytes);
  }

  #pause(): void {
    this.#isPausing = true;
    this.#options.timers.after(PAUSE_MS, () => {
      this.#isPausing = false;
      this.#write();
    });
  }
}
