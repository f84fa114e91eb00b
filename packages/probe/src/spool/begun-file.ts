import { closeSync, openSync, readFileSync, writeSync } from "node:fs";
import { join } from "node:path";
import { writeWhole } from "./disk.ts";
import type { LogIdentity } from "./frame.ts";
import { writeFailure } from "./errors.ts";

/** In a log directory: how many decisions began, then whose log it is. */
export const BEGUN = "begun";
const COUNT_BYTES = 8;

/** A disk that is full is not asked again for each decision. */
const NOTES_BETWEEN_ATTEMPTS = 1_000;

export interface BegunFileOptions {
  /** Told of the first failure, and of no other. */
  readonly onFault: (fault: unknown) => void;
  /** For tests. @default Node's */
  readonly write?: typeof writeSync;
}

/**
 * Keeps on disk how many decisions of this process began, so that after a kill the missing ones are known to the last.
 * What is written stays with the system's page cache when the process is killed; when the machine is, some may be lost.
 */
export class BegunFile {
  readonly #file: string;
  readonly #identity: LogIdentity;
  readonly #options: BegunFileOptions;
  readonly #bytes: Buffer = Buffer.alloc(COUNT_BYTES);
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

  /** Notes how many began so far. Never throws. */
  note(begun: number): void {
    if (this.#fd === undefined && !this.#isDue()) return;
    const { write = writeSync } = this.#options;
    try {
      this.#view.setFloat64(0, begun, true);
      if (this.#fd !== undefined) write(this.#fd, this.#bytes, 0, COUNT_BYTES, 0);
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

/** How many decisions began in the process whose log this is; undefined if nothing says so. */
export function readBegun(directory: string): number | undefined {
  const bytes = readFile(directory);
  const begun = bytes && bytes.length >= COUNT_BYTES ? bytes.readDoubleLE(0) : Number.NaN;
  return Number.isSafeInteger(begun) && begun >= 0 ? begun : undefined;
}

/** Whose log it is, by the begun file; undefined if that doesn't say so. */
export function readIdentity(directory: string): LogIdentity | undefined {
  try {
    const text = readFile(directory)?.toString("utf8", COUNT_BYTES) ?? "";
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
