import type { Disk } from "./disk.ts";
import { errnoOf, isSpoolError, SpoolError } from "./errors.ts";
import type { AccountState, LogIdentity, SegmentHeader } from "./frame.ts";
import { freeSegment } from "./free-segment.ts";
import { writeFreed } from "./freed.ts";
import { SegmentWriter } from "./segment-writer.ts";
import type { Shelf } from "./shelf.ts";

export interface SegmentsOptions {
  readonly identity: LogIdentity;
  /** The log's directory, whichever shelf a segment is on. */
  readonly directory: string;
  /** In the order in which they are filled. */
  readonly shelves: readonly Shelf[];
  /** Where released segments go; undefined to delete them. */
  readonly archiveDirectory: string | undefined;
  readonly segmentBytes: number;
  readonly isDurable: boolean;
  readonly disk: Disk;
  readonly now: () => number;
  /** Which numbers are accounted for at this moment. */
  readonly state: () => AccountState;
  readonly onFault: (fault: unknown) => void;
}

/** A segment that is there. */
export interface Segment {
  readonly shelf: Shelf;
  readonly file: string;
  readonly bytes: number;
  /** Which numbers were accounted for where it begins. */
  readonly start: AccountState;
}

/** What is written at once. */
export interface Group {
  readonly pieces: readonly Uint8Array[];
  readonly length: number;
  /** The budget doesn't count: a few bytes that must be written when it is used up. */
  readonly isExempt?: boolean;
}

/** The segment that takes what comes next. */
interface Active {
  readonly writer: SegmentWriter;
  readonly shelf: Shelf;
}

/** More than a header takes, as a rule: what a new segment needs besides its first group. */
const HEADER_BYTES = 512;

/** The segments of a log that is being written: where what comes next is written, and which may go. */
export class Segments {
  readonly #options: SegmentsOptions;
  /** In order of their numbers. */
  readonly #segments: Map<number, Segment>;
  #next: number;
  #active: Active | undefined;
  #cut: SegmentHeader["cut"];
  #isArchiveFailing = false;

  /** Goes on after the segments that are `present`, with the number `next`. Those before `firstNeeded` are settled. */
  constructor(
    options: SegmentsOptions,
    present: ReadonlyMap<number, Segment>,
    { firstNeeded, next }: { readonly firstNeeded: number; readonly next: number },
  ) {
    this.#options = options;
    this.#segments = new Map(present);
    this.#next = next;
    for (const { shelf, bytes } of present.values()) shelf.bytes += bytes;
    this.#note([...present.keys()].filter((segment) => segment < firstNeeded).length);
  }

  get count(): number {
    return this.#segments.size;
  }

  /** Where a segment is; undefined if it was released, or never was. */
  fileOf(segment: number): string | undefined {
    return this.#segments.get(segment)?.file;
  }

  /** Writes all of a group, or nothing of it. Throws `FULL` or `WRITE_FAILED`. */
  write(group: Group): { segment: number; offset: number } {
    let full: SpoolError | undefined;
    const attempt = (active: () => Active): ReturnType<typeof this.write> | undefined => {
      try {
        return this.#writeTo(active(), group);
      } catch (cause) {
        if (!isSpoolError(cause, "FULL")) throw cause;
        full = cause;
        return undefined;
      }
    };
    const active = this.#active;
    const isTried = active !== undefined && this.#goesOn(active, group);
    const place = isTried ? attempt(() => active) : undefined;
    if (place) return place;
    for (const shelf of this.#options.shelves) {
      const isFull = (isTried && shelf === active.shelf) || !fits(shelf, group, HEADER_BYTES);
      const first = isFull ? undefined : attempt(() => this.#open(shelf));
      if (first) return first;
    }
    throw full ?? new SpoolError("FULL", `${this.#options.directory}: the disk budget is used up`);
  }

  #goesOn({ writer, shelf }: Active, group: Group): boolean {
    const isRoomy = writer.isEmpty || writer.length + group.length <= this.#options.segmentBytes;
    return isRoomy && !writer.isBroken && fits(shelf, group, 0);
  }

  #writeTo({ writer, shelf }: Active, { pieces, length }: Group): { segment: number; offset: number } {
    const { segment } = writer;
    const offset = writer.write(pieces);
    const entry = this.#segments.get(segment);
    if (entry) this.#segments.set(segment, { ...entry, bytes: writer.length });
    shelf.bytes += length;
    return { segment, offset };
  }

  #open(shelf: Shelf): Active {
    this.seal();
    const header = this.#headerOf(this.#next, this.#options.state());
    const writer = this.#create(shelf, header);
    this.#segments.set(this.#next, {
      shelf,
      file: writer.file,
      bytes: writer.length,
      start: header,
    });
    shelf.bytes += writer.length;
    this.#next += 1;
    this.#active = { writer, shelf };
    return this.#active;
  }

  #create(shelf: Shelf, header: SegmentHeader): SegmentWriter {
    try {
      return SegmentWriter.create(shelf.directory, header, this.#options);
    } catch (cause) {
      // What an attempt that failed could not remove. It is no use, and its number is taken.
      if (!(cause instanceof Error) || errnoOf(cause.cause) !== "EEXIST") throw cause;
      this.#next += 1;
      return this.#create(shelf, { ...header, segment: this.#next });
    }
  }

  #headerOf(segment: number, { next, open }: AccountState): SegmentHeader {
    const { identity, now } = this.#options;
    const { writer, epoch, service } = identity;
    const cut = this.#cut && { cut: this.#cut };
    return { writer, epoch, service, segment, createdAt: Math.trunc(now()), next, open, ...cut };
  }

  /** Resolves once all that was written is on the medium. Rejects with `WRITE_FAILED`; what comes then goes elsewhere. */
  async flush(): Promise<void> {
    const active = this.#active;
    try {
      await active?.writer.flush();
    } catch (cause) {
      // The system may have dropped what it could not write, and will not say so again for this file.
      if (this.#active === active) this.seal();
      throw cause;
    }
  }

  /** Ends the segment that is being written. */
  seal(): void {
    if (!this.#active) return;
    const { writer } = this.#active;
    const { segment, length, isBroken } = writer;
    this.#active = undefined;
    if (isBroken) this.#cut = { segment, end: length };
    try {
      writer.seal(this.#options);
    } catch (fault) {
      this.#options.onFault(fault);
    }
    const entry = this.#segments.get(segment);
    if (entry) this.#segments.set(segment, { ...entry, file: writer.file });
  }

  /** Lets go of sealed segments with smaller numbers, in order, as far as that works. */
  release(below: number): void {
    const sealed = [...this.#segments.keys()].filter((segment) => segment !== this.#active?.writer.segment);
    const released = sealed.filter((segment) => segment < below);
    // What is gone without a note would count as lost.
    if (released.length === 0 || !this.#note(released.length)) return;
    for (const segment of released) if (!this.#free(segment)) break;
  }

  /** Notes that the first so many segments are settled. */
  #note(released: number): boolean {
    const { directory, state } = this.#options;
    const [segment, entry] = [...this.#segments][released] ?? [this.#next, undefined];
    try {
      writeFreed(directory, this.#headerOf(segment, entry?.start ?? state()), this.#options);
      return true;
    } catch (fault) {
      this.#options.onFault(fault);
      return false;
    }
  }

  #free(segment: number): boolean {
    const { archiveDirectory, identity, onFault } = this.#options;
    const entry = this.#segments.get(segment);
    const archive =
      archiveDirectory === undefined ? undefined : { directory: archiveDirectory, writer: identity.writer };
    try {
      if (entry) freeSegment(entry.file, archive);
      this.#isArchiveFailing = false;
    } catch (fault) {
      if (!this.#isArchiveFailing) onFault(fault);
      this.#isArchiveFailing = true;
      return false;
    }
    if (entry) entry.shelf.bytes -= entry.bytes;
    this.#segments.delete(segment);
    return true;
  }
}

function fits(shelf: Shelf, { length, isExempt = false }: Group, more: number): boolean {
  return isExempt || shelf.fits(length + more);
}
