import { statSync } from "node:fs";
import { dirname } from "node:path";
import { Account, coveredBy } from "./account.ts";
import { type Disk, nodeDisk } from "./disk.ts";
import { SpoolError } from "./errors.ts";
import { type EncodedFrame, encodeFrame } from "./frame-codec.ts";
import type { BodyFrame, LogIdentity, Place } from "./frame.ts";
import type { LogReading } from "./log-reading.ts";
import { recover } from "./recover.ts";
import { readFrame, readFrames } from "./read-frame.ts";
import type { Recovered } from "./recovered.ts";
import { type Segment, Segments } from "./segments.ts";
import { Shelf } from "./shelf.ts";
import { prepareSpill } from "./spill-pointer.ts";

export type { Place } from "./frame.ts";

export interface LogOptions extends LogIdentity {
  /** The log's own directory, which the process has claimed. */
  readonly directory: string;
  /** A segment that would grow larger is followed by another, in bytes. */
  readonly segmentBytes: number;
  /** Unless it is `os`, what is sealed is on the medium; the rest is once `sync` says so. */
  readonly fsync: "os" | "interval" | "always";
  /** Budget of all segments in `directory`. */
  readonly maxBytes: number;
  /** Where the log goes on when its budget or its disk is full: its directory in the spill root. @default nowhere */
  readonly spillDirectory?: string;
  /** Budget of all segments in `spillDirectory`. @default `maxBytes` */
  readonly spillMaxBytes?: number;
  /** Where released segments go, into a directory for each writer. @default they are deleted */
  readonly archiveDirectory?: string;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** Told of what went wrong and cost no row. */
  readonly onFault: (fault: unknown) => void;
  /** @internal For tests. @default Node's */
  readonly disk?: Disk;
}

export interface AppendOptions {
  /** @default false */
  readonly isExempt?: boolean;
}

/** A log that is being written: by one thread of one process, which has claimed its directory. */
export class SpoolLog {
  readonly #directory: string;
  readonly #shelves: readonly [Shelf, ...Shelf[]];
  readonly #account: Account;
  readonly #segments: Segments;
  #hasEnded = false;

  private constructor(options: LogOptions, reading: LogReading) {
    const { directory, fsync, disk = nodeDisk } = options;
    this.#directory = directory;
    this.#shelves = shelvesOf(options, disk);
    this.#account = new Account(reading.state);
    const settings = {
      ...options,
      identity: options,
      archiveDirectory: options.archiveDirectory,
      shelves: this.#shelves,
      isDurable: fsync !== "os",
      disk,
      state: () => this.#account.state,
    };
    const { firstNeeded, nextSegment: next } = reading;
    this.#segments = new Segments(settings, this.#present(reading), { firstNeeded, next });
  }

  /**
   * Opens the log of a directory. What an earlier worker of the same process left there is recovered, and the log goes
   * on in a new segment. Throws `IN_USE` if it is another writer's, or has ended; otherwise as `recoverLog`.
   */
  static open(options: LogOptions): { readonly log: SpoolLog; readonly recovered: Recovered } {
    const { directory, spillDirectory, writer, epoch } = options;
    const reading = recover(directory, spillDirectory === undefined ? {} : { spillDirectory });
    const { header, hasEnded } = reading.recovered;
    if (header && (header.writer !== writer || header.epoch !== epoch)) {
      const whose = `${header.writer}, life ${header.epoch}`;
      throw new SpoolError(
        "IN_USE",
        `${directory}: the log of ${whose}; expected that of ${writer}, life ${epoch}`,
      );
    }
    if (hasEnded) throw ended(directory);
    return { log: new SpoolLog(options, reading), recovered: reading.recovered };
  }

  /** What all segments take, in bytes. */
  get bytes(): number {
    return this.#shelves.reduce((sum, { bytes }) => sum + bytes, 0);
  }

  /** How many segments there are. */
  get segments(): number {
    return this.#segments.count;
  }

  /** What all segments may take, in bytes: the budget, or less where the disk has less. */
  get capacity(): number {
    return this.bytes + this.room();
  }

  /** How much more may be written, in bytes. */
  room(): number {
    return this.#shelves.reduce((sum, { room }) => sum + room, 0);
  }

  /** Says how much of the budget something else takes, in bytes: logs that were adopted. */
  setAside(bytes: number): void {
    this.#shelves[0].setAside = bytes;
  }

  /**
   * Writes frames, all or none, in one write as a rule. Throws `FULL` if there is no room and `WRITE_FAILED` if the disk
   * fails: then nothing of them is in the log, and it can be written as before. Throws `INVALID_FRAME` or `CORRUPT` for
   * what could not be read back, and `IN_USE` after the end. For `isExempt` the budget doesn't count: a few bytes that
   * must be written when it is used up.
   */
  append(frames: readonly BodyFrame[], { isExempt = false }: AppendOptions = {}): readonly Place[] {
    if (this.#hasEnded) throw ended(this.#directory);
    if (frames.length === 0) return [];
    const encoded = frames.map(encodeFrame);
    const covered = frames.flatMap((frame) => (frame.kind === "chunk" ? coveredBy(frame.chunk) : []));
    const start = this.#segments.write({ ...groupOf(encoded), isExempt });
    for (const run of covered) this.#account.cover(run);
    let { offset } = start;
    return encoded.map(({ length }) => {
      const place = { segment: start.segment, offset, length };
      offset += length;
      return place;
    });
  }

  /** Resolves once all that was appended is on the medium, unless `fsync` is `os`: then only the last segment's is. */
  async sync(): Promise<void> {
    await this.#segments.flush();
  }

  /** Reads a frame back, into memory of its own. Throws `CORRUPT` if it is not what was written, or `READ_FAILED`. */
  read(place: Place): BodyFrame {
    return readFrame(this.#fileOf(place), place);
  }

  /** Reads what is intact of a stretch of frames, into memory that they share. Throws `READ_FAILED`. */
  frames(stretch: Place): readonly BodyFrame[] {
    return readFrames(this.#fileOf(stretch), stretch);
  }

  #fileOf({ segment }: Place): string {
    const file = this.#segments.fileOf(segment);
    if (file === undefined)
      throw new SpoolError("CORRUPT", `${this.#directory}: segment ${segment} is not there`);
    return file;
  }

  /** Ends the segment that is being written, so that it can be released. */
  seal(): void {
    this.#segments.seal();
  }

  /** Lets go of sealed segments with smaller numbers: deletes them, or moves them to the archive, in order. */
  release(below: number): void {
    this.#segments.release(below);
  }

  /**
   * Ends the log: every number of the writer is accounted for. The directory stays. Safe to call twice. Throws `FULL`
   * or `WRITE_FAILED` if that can't be written down; the log is ended all the same, and another process finishes it.
   */
  end(): void {
    if (this.#hasEnded) return;
    this.#hasEnded = true;
    try {
      this.#segments.write({ ...groupOf([encodeFrame({ kind: "end" })]), isExempt: true });
    } finally {
      this.#segments.seal();
    }
  }

  #present({ files, starts, state }: LogReading): Map<number, Segment> {
    return new Map(
      files.map(({ segment, file }) => {
        const shelf = this.#shelves.find(({ directory }) => directory === dirname(file)) ?? this.#shelves[0];
        return [segment, { shelf, file, bytes: statSync(file).size, start: starts.get(segment) ?? state }];
      }),
    );
  }
}

function shelvesOf(options: LogOptions, disk: Disk): readonly [Shelf, ...Shelf[]] {
  const { directory, maxBytes, spillDirectory, spillMaxBytes = maxBytes, onFault } = options;
  const own = new Shelf(directory, maxBytes, disk);
  if (spillDirectory === undefined) return [own];
  try {
    prepareSpill(directory, spillDirectory);
    return [own, new Shelf(spillDirectory, spillMaxBytes, disk)];
  } catch (fault) {
    onFault(fault); // the log works without; only its room is smaller
    return [own];
  }
}

function groupOf(encoded: readonly EncodedFrame[]): { pieces: readonly Uint8Array[]; length: number } {
  return {
    pieces: encoded.flatMap(({ pieces }) => pieces),
    length: encoded.reduce((sum, { length }) => sum + length, 0),
  };
}

function ended(directory: string): SpoolError {
  return new SpoolError("IN_USE", `${directory}: the log has ended, and takes no more`);
}
