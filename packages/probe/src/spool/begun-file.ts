import { closeSync, openSync, readFileSync, writeSync } from "node:fs";
import { join } from "node:path";
import { COUNTED_TABLES } from "../record-kinds.ts";
import { writeWhole } from "./disk.ts";
import type { LogIdentity } from "./frame.ts";
import { writeFailure } from "./errors.ts";

/** In a log directory: how many records of each counted table began, then whose log it is. */
export const BEGUN = "begun";
const COUNT_BYTES = 8;
const COUNTS_BYTES = COUNT_BYTES * COUNTED_TABLES.length;

/** A disk that is full is not asked again for each record. */
const NOTES_BETWEEN_ATTEMPTS = 1_000;

export interface BegunFileOptions {
  /** Told of the first failure, and of no other. */
  readonly onFault: (fault: unknown) => void;
  /** For tests. @default Node's */
  readonly write?: typeof writeSync;
}

/**
 * Keeps on disk how many records of this process began, so that after a kill the missing ones are known to the last.
 * What is written stays with the system's page cache when the process is killed; when the machine is, some may be lost.
 */
export class BegunFile {
  readonly #file: string;
  readonly #identity: LogIdentity;
  readonly #options: BegunFileOptions;
  readonly #bytes: Buffer = Buffer.alloc(COUNTS_BYTES);
  readonly #view: DataView = new DataView(this.#bytes.buffer, this.#bytes.byteOffset);
  #fd: number | undefined;
  #isClosed = false;
  #hasFailed = false;
  /** Notes until the next attempt to make the file. */
  #untilNext = 0;

  /** Makes the file, at its full size. If that fails it is tried again, now and then, when something is noted. */
  constructor(directory: string, identity: LogIdentity, options: BegunFileOptions) {
    this.#file = join(directory, BEGUN);
    this.#identity = identity;
    this.#options = options;
    this.#make();
  }

  /** Notes how many of a table began so far; tables that are not counted are left out. Never throws. */
  note(begun: number, table: string): void {
    const at = COUNTED_TABLES.indexOf(table) * COUNT_BYTES;
    if (at < 0) return;
    this.#view.setFloat64(at, begun, true);
    if (this.#fd === undefined && !this.#isDue()) return;
    const { write = writeSync } = this.#options;
    try {
      if (this.#fd !== undefined) write(this.#fd, this.#bytes, at, COUNT_BYTES, at);
    } catch (cause) {
      this.#failed(cause);
    }
  }

  #isDue(): boolean {
    if (this.#isClosed || (this.#untilNext -= 1) > 0) return false;
    return this.#make();
  }

  #make(): boolean {
    const { writer, epoch, service } = this.#identity;
    const whose = Buffer.from(JSON.stringify({ writer, epoch, service }));
    try {
      writeWhole(this.#file, Buffer.concat([this.#bytes, whose]), { isDurable: false });
      this.#fd = openSync(this.#file, "r+");
      return true;
    } catch (cause) {
      this.#untilNext = NOTES_BETWEEN_ATTEMPTS;
      this.#failed(cause);
      return false;
    }
  }

  #failed(cause: unknown): void {
    if (!this.#hasFailed) this.#options.onFault(writeFailure(this.#file, cause));
    this.#hasFailed = true;
  }

  /** Safe to call twice. */
  close(): void {
    if (this.#fd !== undefined) closeSync(this.#fd);
    this.#fd = undefined;
    this.#isClosed = true;
  }
}

/** How many records of each table began in the process whose log this is; without those of which nothing says so. */
export function readBegun(directory: string): Readonly<Record<string, number>> {
  const bytes = readFile(directory);
  if (!bytes) return {};
  const slots = Math.floor(endOfCounts(bytes) / COUNT_BYTES);
  const counts = COUNTED_TABLES.slice(0, slots).map(
    (table, slot) => [table, bytes.readDoubleLE(slot * COUNT_BYTES)] as const,
  );
  return Object.fromEntries(counts.filter(([, begun]) => Number.isSafeInteger(begun) && begun >= 0));
}

// Another version may have counted fewer tables, or more: the identity, which follows, says where the counts end.
function endOfCounts(bytes: Buffer): number {
  const end = bytes.lastIndexOf(IDENTITY_BEGINS);
  return end < 0 ? bytes.length : end;
}

/** Within it no text looks like this: its quotes are escaped. */
const IDENTITY_BEGINS = '{"writer"';

/** Whose log it is, by the begun file; undefined if that doesn't say so. */
export function readIdentity(directory: string): LogIdentity | undefined {
  try {
    const bytes = readFile(directory) ?? Buffer.alloc(0);
    const text = bytes.toString("utf8", endOfCounts(bytes));
    const { writer, epoch, service } = JSON.parse(text) as Partial<Record<keyof LogIdentity, unknown>>;
    if (typeof writer !== "string" || typeof service !== "string") return undefined;
    return Number.isSafeInteger(epoch) ? { writer, epoch: epoch as number, service } : undefined;
  } catch {
    return undefined; // each segment says it too
  }
}

function readFile(directory: string): Buffer | undefined {
  try {
    return readFileSync(join(directory, BEGUN));
  } catch {
    return undefined; // a log whose process was killed before it made one, or that is being removed
  }
}
