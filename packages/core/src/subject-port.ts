import type { Pseudonym } from "./pseudonym.ts";
import type { SubjectFacts } from "./subject.ts";

/** On which decision a subject is met. */
export interface Meeting {
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** Id of the outlet; empty without one. */
  readonly outlet: string;
}

/** Ledgers that know of a subject what the service did not say: choices, and how long it has used the service. */
export interface SubjectPort {
  /**
   * Lays over `facts` what is on record for the subject; gives `facts` themselves where that is nothing. Runs on the
   * request path: from memory, no I/O. What throws is counted, and the facts stay as they were.
   */
  complete(facts: SubjectFacts, pseudonym: Pseudonym, meeting: Meeting): SubjectFacts;
}
