/** How long somebody has used the service. */
export interface UseSeen {
  /** Seconds today, by the date in Asia/Shanghai. */
  readonly todaySec: number;
  /** Seconds without a pause. */
  readonly continuousSec: number;
}

/**
 * Counts use from the moments at which a subject was seen: the time between two of them was use unless it was as long as a
 * pause. What comes after the last one is not known, so that counts are rather too low than too high.
 *
 * Subjects are known by the hexadecimal text of their pseudonyms. Both methods run on the request path: from memory, no
 * I/O, and they never throw; a moment that is no number counts for nothing.
 */
export interface UseCounter {
  /** Notes that the subject is there at a moment, in milliseconds since the epoch, and tells what is known by then. */
  seen(subjectHex: string, at: number): UseSeen;
  /** Notes that it dwelt on something for the seconds before a moment; of more than an hour, one hour is taken. */
  dwelt(subjectHex: string, at: number, seconds: number): void;
}

export interface UseCounterOptions {
  /** A pause this long ends continuous use, from 1 second to a day. @default 300 */
  readonly breakSeconds?: number;
  /**
   * Subjects to remember, about 200 bytes each, from 2 to 10,000,000. When that many came, those that were not seen lately
   * are forgotten, and counted from nothing when they come again. @default 100_000
   */
  readonly mostSubjects?: number;
}
