import type { Disk } from "./disk.ts";

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

  /** Whether the budget has so many bytes left. What the disk has left shows when it is written. */
  fits(bytes: number): boolean {
    return this.#left >= bytes;
  }

  /** Bytes that are left of the budget, or of the disk if that has less. */
  get room(): number {
    return Math.max(0, Math.min(this.#left, this.#free()));
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
