import type { AgeBand, AgeSource, SubjectInput } from "@probity/core";
import type { RequestValue, RequestValues } from "./request-value.ts";

/**
 * Where a request says who is asking, field by field of core's `SubjectInput`. What a request holds is text, and is
 * read so; anything else, and a value that came twice, is recorded as unknown and reported as bad input, by name.
 *
 * - flags: `true`, `1`, `on`, `yes`; `false`, `0`, `off`, `no` or nothing; in any case
 * - `age`: a whole number
 * - times: milliseconds since the epoch, or an ISO 8601 time with its zone
 * - lists: separated by commas
 *
 * A request's own headers are only as true as whoever sets them: let a gateway or a session do so, not the client.
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
}

/**
 * Reads the subject out of a request. Flags and doubled values that can't be read are told to `badInput`; numbers,
 * times and words that core would refuse are handed on for core to refuse.
 */
export function readSubject(
  mapping: SubjectMapping,
  values: RequestValues,
  badInput: (name: string) => void,
): SubjectInput {
  const text = (from: RequestValue | undefined, name: string): string | undefined => {
    const [first, ...more] = from ? values(from) : [];
    if (more.length > 0) badInput(name);
    const trimmed = more.length > 0 ? undefined : first?.trim();
    return trimmed === "" ? undefined : trimmed;
  };
  const flag = (from: RequestValue | undefined, name: string): boolean | undefined => {
    const found = text(from, name);
    if (found === undefined) return undefined;
    if (/^(?:true|1|on|yes)$/i.test(found)) return true;
    if (!/^(?:false|0|off|no)$/i.test(found)) badInput(name);
    return false;
  };
  const list = (from: RequestValue | undefined): string[] | undefined =>
    from &&
    values(from)
      .flatMap((value) => value.split(",").map((part) => part.trim()))
      .filter(Boolean);
  return {
    id: text(mapping.id, "subject.id"),
    age: wholeNumber(text(mapping.age, "subject.age")),
    ageBand: text(mapping.ageBand, "subject.ageBand") as AgeBand | undefined,
    ageSource: text(mapping.ageSource, "subject.ageSource") as AgeSource | undefined,
    minorMode: flag(mapping.minorMode, "subject.minorMode"),
    elderMode: flag(mapping.elderMode, "subject.elderMode"),
    guardian: {
      consent: flag(mapping.guardianConsent, "subject.guardian.consent"),
      exempt: flag(mapping.guardianExempt, "subject.guardian.exempt"),
      rules: text(mapping.minorRules, "subject.guardian.rules"),
    },
    consent: {
      version: text(mapping.consentVersion, "subject.consent.version"),
      separate: list(mapping.separateConsents),
      withdrawnAt: time(text(mapping.consentWithdrawnAt, "subject.consent.withdrawnAt")),
    },
    choices: {
      personalisationOff: flag(mapping.personalisationOff, "subject.choices.personalisationOff"),
      offAt: time(text(mapping.personalisationOffAt, "subject.choices.offAt")),
      deletedTags: list(mapping.deletedTags),
    },
  };
}

const ISO_TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})$/;

// Not a number is what core reports as bad input.
function wholeNumber(text: string | undefined): number | undefined {
  return text === undefined ? undefined : /^\d+$/.test(text) ? Number(text) : Number.NaN;
}

function time(text: string | undefined): number | undefined {
  return text !== undefined && ISO_TIME.test(text) ? Date.parse(text) : wholeNumber(text);
}
