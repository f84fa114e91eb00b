/** A reader as Book-Crossing knows one. What the source leaves empty is `undefined`, never a guess. */
export interface User {
  readonly id: number;
  readonly city: string | undefined;
  readonly state: string | undefined;
  readonly country: string | undefined;
  /** Years, exactly as the reader gave it: 0 and 239 both occur. */
  readonly age: number | undefined;
}

/** A book of the catalogue. */
export interface Book {
  /** Ten characters, digits or `X` last; the source has a few ASINs among them. */
  readonly isbn: string;
  readonly title: string;
  readonly author: string;
  /** Year of publication; 0 where the source does not know it. */
  readonly year: number;
  readonly publisher: string;
}

/** One explicit rating. */
export interface Rating {
  readonly userId: number;
  readonly isbn: string;
  /** From 1 to 10. */
  readonly rating: number;
}

/** Everything the service starts from. Every rating names a user and a book of the same set. */
export interface Dataset {
  readonly users: readonly User[];
  readonly books: readonly Book[];
  readonly ratings: readonly Rating[];
}
