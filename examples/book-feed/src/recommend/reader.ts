/**
 * What the models may know of a reader. They read a field only where they need it, from the very object they are given,
 * so that whoever watches the object sees what was used.
 */
export interface ReaderProfile {
  /** Years as the reader gave them; impossible ones are left to the model to ignore. */
  readonly age: number | undefined;
  readonly country: string | undefined;
  /** Interest tags: names of authors. */
  readonly interests: readonly string[];
}

/** One book the reader has rated. */
export interface HistoryEntry {
  readonly isbn: string;
  /** From 1 to 10. */
  readonly rating: number;
}

/** One place of a ranking, best first. */
export interface Ranked {
  readonly isbn: string;
  /** Not negative; comparable within one ranking only. */
  readonly score: number;
}
