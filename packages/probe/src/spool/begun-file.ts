import { closeSync, openSync, readFileSync, writeSync } from "node:fs";
import { join } from "node:path";
import { writeWhole } from "./disk.ts";
import type { LogIdentity } from "./frame.ts";
import { writeFailure } from "./errors.ts";

/** In a log directory: how many decisions began, then whose log it is. */
export const BEGUN = "begun";
const COUNT_BYTES = 8;

/**
 * Keeps on disk how many decisions of this process began, so that after a kill the missing ones are known to the last.
 * What is written stays with the system's page cache when the process is killed; when the machine is, some may be lost.
 */
export class BegunFile {
  readonly #file: string;
  readonly #onFault: (fault: unknown) => void;
  readonly #write: typeof writeSync;
  readonly #bytes: Buffer = Buffer.alloc(COUNT_BYTES);
  readonly #view: DataView = new DataView(this.#bytes.buffer, this.#bytes.byteOffset);
  #fd: number | undefined;
  #hasFailed = false;

  private constructor(file: string, onFault: (fault: unknown) => void, write: typeof writeSync) {
    this.#file = file;
    this.#onFault = onFault;
    this.#write = write;
    this.#fd = openSync(file, "r+");
  }

  /**
   * Makes the file, at its full size. `onFault` is told of the first note that can't be written, and of no other.
   * Throws `FULL` or `WRITE_FAILED`. `write` is for tests.
   */
  static create(
    directory: string,
    identity: LogIdentity,
    onFault: (fault: unknown) => void,
    write: typeof writeSync = writeSync,
  ): BegunFile {
    const file = join(directory, BEGUN);
    const { writer, epoch, service } = identity;
    const whose = Buffer.from(JSON.stringify({ writer, epoch, service }));
    try {
      writeWhole(file, Buffer.concat([Buffer.alloc(COUNT_BYTES), whose]), { isDurable: false });
      return new BegunFile(file, onFault, write);
    } catch (cause) {
      throw writeFailure(file, cause);
    }
  }

  /** Notes how many began so far. Never throws. */
  note(begun: number): void {
    if (this.#fd === undefined) return;
    try {
      this.#view.setFloat64(0, begun, true);
      this.#write(this.#fd, this.#bytes, 0, COUNT_BYTES, 0);
    } catch (cause) {
      if (!this.#hasFailed) this.#onFault(writeFailure(this.#file, cause));
      this.#hasFailed = true;
    }
  }

  /** Safe to call twice. */
  close(): void {
    if (this.#fd !== undefined) closeSync(this.#fd);
    this.#fd = undefined;
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
