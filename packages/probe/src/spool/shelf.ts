import type { Disk } from "./disk.ts";

/**
 * What a log leaves free on the disk, in bytes: who finishes it after a kill, and makes room by that, has to write a
 * few notes first.
 */
const HEADROOM_BYTES = 64 * 1024;

/** A directory that a log writes segments into, and how much of it the log may take. */
export class Shelf {
  readonly directory: string;
  readonly #maxBytes: number;
  readonly #disk: Disk;
  /** What the log's segments take here. */
  bytes = 0;
  /** What something else takes of the same budget. */
  setAside = 0;

  constructor(directory: string, maxBytes: number, disk: Disk) {
    this.directory = directory;
    this.#maxBytes = maxBytes;
    this.#disk = disk;
  }

  /** Whether there is room for so many bytes. What the disk really has shows when they are written. */
  fits(bytes: number): boolean {
    return this.room >= bytes;
  }

  /** Bytes that are left of the budget, or of the disk if that has less. */
  get room(): number {
    return Math.max(0, Math.min(this.#left, this.#free() - HEADROOM_BYTES));
  }

  get #left(): number {
    return this.#maxBytes - this.bytes - this.setAside;
  }

  #free(): number {
    try {
      return this.#disk.free(this.directory);
    } catch {
      return Infinity; // the write will tell
    }
  }
}
