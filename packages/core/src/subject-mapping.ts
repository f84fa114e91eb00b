import type { RequestValue } from "./request-value.ts";

/**
 * Where a request says who is asking, field by field of core's `SubjectInput`. What a request holds is text, or is
 * read as such; an adapter reports anything else, and a value that came twice, as bad input, by name:
 *
 * - flags: `true`, `1`, `on`, `yes`; `false`, `0`, `off`, `no` or nothing; in any case
 * - `age`, `useToday`, `useContinuous`: a whole number
 * - times: milliseconds since the epoch, or an ISO 8601 time with its zone
 * - lists: separated by commas, and in an array of a claim each element so
 *
 * A request's own headers are only as true as whoever sets them: let a gateway or a session do so, not the client.
 * A claim is only as true as the application's own check of its token.
 */
export interface SubjectMapping {
  /** The user's id; hashed at once. */
  readonly id?: RequestValue | undefined;
  /** Age in whole years; only its band is kept. */
  readonly age?: RequestValue | undefined;
  /** In place of `age`: `u14`, `14-15`, `16-17`, `adult`. */
  readonly ageBand?: RequestValue | undefined;
  /** `self_declared`, `verified`, `guardian`, `inferred`. */
  readonly ageSource?: RequestValue | undefined;
  /** Flag: the minors' mode signal (未成年人模式). */
  readonly minorMode?: RequestValue | undefined;
  /** Flag. */
  readonly elderMode?: RequestValue | undefined;
  /** Flag: a guardian's consent is on file. */
  readonly guardianConsent?: RequestValue | undefined;
  /** Flag: a guardian lifted the curfew. */
  readonly guardianExempt?: RequestValue | undefined;
  /** Version of the special processing rules for under-14s. */
  readonly minorRules?: RequestValue | undefined;
  /** Version of the consent in force. */
  readonly consentVersion?: RequestValue | undefined;
  /** List of sensitivity codes or classes with a separate consent. */
  readonly separateConsents?: RequestValue | undefined;
  /** Time. */
  readonly consentWithdrawnAt?: RequestValue | undefined;
  /** Flag: the user switched personalisation off. */
  readonly personalisationOff?: RequestValue | undefined;
  /** Time. */
  readonly personalisationOffAt?: RequestValue | undefined;
  /** List of interest tags that the user deleted or blocked. */
  readonly deletedTags?: RequestValue | undefined;
  /** Seconds for which the user has used the service today. */
  readonly useToday?: RequestValue | undefined;
  /** Seconds for which the user has used it without a break. */
  readonly useContinuous?: RequestValue | undefined;
  /** List of the groups that prices and exposure are compared between. */
  readonly cohorts?: RequestValue | undefined;
}
