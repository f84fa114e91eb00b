/** What chunks may take of the worker's memory that are spooled and kept there, too: of all tables together. */
export class MemoryBudget {
  readonly #bytes: number;
  #held = 0;
  #isFull = false;

  constructor(bytes: number) {
    this.#bytes = bytes;
  }

  /**
   * Whether there is room for so many bytes. Once there was none there must be room for many before there is again:
   * chunks that go to the memory and to the disk in turn would make small batches.
   */
  hasRoom(bytes: number): boolean {
    const limit = this.#isFull ? this.#bytes / 2 : this.#bytes;
    this.#isFull = this.#held + bytes > limit;
    return !this.#isFull;
  }

  take(bytes: number): void {
    this.#held += bytes;
  }

  give(bytes: number): void {
    this.#held -= bytes;
  }
}
