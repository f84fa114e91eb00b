import { flag, type InputCheck, moment, text, texts } from "./input-check.ts";
import type { AgeBand, AgeSource } from "./record/decision-record.ts";
import { untracked } from "./tracking/recognise.ts";

/** What a service knows about who is asking. All of it is optional; what is left out is recorded as unknown. */
export interface SubjectInput {
  /** The user's id. Hashed at once; never stored, logged or put in an error. */
  readonly id?: string | null | undefined;
  /** Age in whole years, 0 to 120. Only its band is kept; anything else is reported as bad input, not guessed. */
  readonly age?: number | null | undefined;
  /** In place of `age`, where only the band is known. */
  readonly ageBand?: AgeBand | undefined;
  /** @default "self_declared" with an age, "none" without */
  readonly ageSource?: AgeSource | undefined;
  /** The minors' mode signal (未成年人模式) of device or app. @default false */
  readonly minorMode?: boolean | undefined;
  /** @default false */
  readonly elderMode?: boolean | undefined;
  readonly guardian?:
    | {
        /** A guardian's consent is on file. @default false */
        readonly consent?: boolean | undefined;
        /** A guardian lifted the curfew. @default false */
        readonly exempt?: boolean | undefined;
        /** Version of the special processing rules for under-14s that apply. @default "" none */
        readonly rules?: string | undefined;
      }
    | undefined;
  readonly consent?:
    | {
        readonly version?: string | undefined;
        /** Sensitivity codes with a separate consent, whole (`SPI.MED.COND`) or by class (`SPI.MED`). @default [] */
        readonly separate?: readonly string[] | undefined;
        /** Milliseconds since the epoch. */
        readonly withdrawnAt?: number | undefined;
      }
    | undefined;
  readonly choices?:
    | {
        /** @default false */
        readonly personalisationOff?: boolean | undefined;
        /** Milliseconds since the epoch. */
        readonly offAt?: number | undefined;
        /** Interest tags that the user deleted or blocked. Counted in the record, compared in memory. @default [] */
        readonly deletedTags?: readonly string[] | undefined;
      }
    | undefined;
  /** How long the user has used the service, where the service counts it itself. */
  readonly use?:
    | {
        /** Seconds today, by the date in Asia/Shanghai. */
        readonly todaySec?: number | undefined;
        /** Seconds without a break. */
        readonly continuousSec?: number | undefined;
      }
    | undefined;
  /** Groups that prices and exposure are compared between: names of the service's own, never a user's data. @default [] */
  readonly cohorts?: readonly string[] | undefined;
}

/** What is known about the subject, every gap filled. */
export interface SubjectFacts {
  readonly ageBand: AgeBand;
  readonly ageSource: AgeSource;
  readonly minorMode: boolean;
  readonly elderMode: boolean;
  readonly guardianConsent: boolean;
  readonly guardianExempt: boolean;
  readonly minorRules: string;
  readonly consentVersion: string;
  readonly separateConsents: readonly string[];
  readonly consentWithdrawnAt: number | null;
  readonly personalisationOff: boolean;
  readonly personalisationOffAt: number | null;
  readonly deletedTags: readonly string[];
  /** Whether the subject deleted or blocked a tag, where a ledger knows that by pseudonyms alone. */
  readonly refusesTag: ((tag: string) => boolean) | undefined;
  /** Seconds; null where not counted. */
  readonly useTodaySec: number | null;
  readonly useContinuousSec: number | null;
  readonly cohorts: readonly string[];
}

/** Nobody is signed in, or the service said nothing. */
export const UNKNOWN_SUBJECT: SubjectFacts = Object.freeze({
  ageBand: "unknown",
  ageSource: "none",
  minorMode: false,
  elderMode: false,
  guardianConsent: false,
  guardianExempt: false,
  minorRules: "",
  consentVersion: "",
  separateConsents: [],
  consentWithdrawnAt: null,
  personalisationOff: false,
  personalisationOffAt: null,
  deletedTags: [],
  refusesTag: undefined,
  useTodaySec: null,
  useContinuousSec: null,
  cohorts: [],
});

/** The greatest age that is taken for one. */
const MOST_YEARS = 120;

/** The band of an age in whole years, or undefined where the number is no plausible age. */
export function ageBandOf(age: number): AgeBand | undefined {
  if (!Number.isInteger(age) || age < 0 || age > MOST_YEARS) return undefined;
  if (age < 14) return "u14";
  if (age < 16) return "14-15";
  return age < 18 ? "16-17" : "adult";
}

/** A minor by age band, or by the mode signal. */
export function isMinor(subject: SubjectFacts): boolean {
  const { ageBand, minorMode } = subject;
  return minorMode || ageBand === "u14" || ageBand === "14-15" || ageBand === "16-17";
}

/** Fills the gaps. What can't be taken as it is becomes unknown, and is noted. */
export function resolveSubject(given: SubjectInput, check: InputCheck): SubjectFacts {
  if (typeof (given as unknown) !== "object") check.noteBadInput("subject");
  const guardian = part(given.guardian, "subject.guardian", check);
  const consent = part(given.consent, "subject.consent", check);
  const choices = part(given.choices, "subject.choices", check);
  const use = part(given.use, "subject.use", check);
  const ageBand = resolveBand(given, check);
  return {
    ageBand,
    ageSource: resolveSource(given, ageBand, check),
    minorMode: flag(given.minorMode, "subject.minorMode", check),
    elderMode: flag(given.elderMode, "subject.elderMode", check),
    guardianConsent: flag(guardian.consent, "subject.guardian.consent", check),
    guardianExempt: flag(guardian.exempt, "subject.guardian.exempt", check),
    minorRules: text(guardian.rules, "subject.guardian.rules", check),
    consentVersion: text(consent.version, "subject.consent.version", check),
    separateConsents: texts(consent.separate, "subject.consent.separate", check),
    consentWithdrawnAt: moment(consent.withdrawnAt, "subject.consent.withdrawnAt", check),
    personalisationOff: flag(choices.personalisationOff, "subject.choices.personalisationOff", check),
    personalisationOffAt: moment(choices.offAt, "subject.choices.offAt", check),
    deletedTags: texts(choices.deletedTags, "subject.choices.deletedTags", check),
    refusesTag: undefined,
    useTodaySec: seconds(use.todaySec, "subject.use.todaySec", check),
    useContinuousSec: seconds(use.continuousSec, "subject.use.continuousSec", check),
    cohorts: texts(given.cohorts, "subject.cohorts", check),
  };
}

const AGE_SOURCES: ReadonlySet<unknown> = new Set([
  "none",
  "self_declared",
  "verified",
  "guardian",
  "inferred",
]);
const AGE_BANDS: ReadonlySet<unknown> = new Set(["unknown", "u14", "14-15", "16-17", "adult"]);
const NOTHING: Readonly<Record<string, never>> = {};

// A service hands over what its database gave, null for nothing included. Looking at it is no read of the model's.
function part<T>(value: T | undefined, name: string, check: InputCheck): T | typeof NOTHING {
  if (value === undefined || value === null) return NOTHING;
  if (typeof value === "object") return untracked(value);
  check.noteBadInput(name);
  return NOTHING;
}

function seconds(value: unknown, name: string, check: InputCheck): number | null {
  if (value === undefined || value === null) return null;
  if (typeof value === "number" && value >= 0 && value <= MOST_SECONDS) return Math.floor(value);
  check.noteBadInput(name);
  return null;
}

const MOST_SECONDS = 0xffff_ffff;

function resolveBand({ age, ageBand }: SubjectInput, check: InputCheck): AgeBand {
  if (age === undefined || age === null) {
    const given = ageBand ?? "unknown";
    if (AGE_BANDS.has(given)) return given;
    check.noteBadInput("subject.ageBand");
    return "unknown";
  }
  const band = ageBandOf(age);
  if (band === undefined) check.noteBadInput("subject.age");
  return band ?? "unknown";
}

function resolveSource({ ageSource }: SubjectInput, band: AgeBand, check: InputCheck): AgeSource {
  const given = ageSource ?? (band === "unknown" ? "none" : "self_declared");
  if (AGE_SOURCES.has(given)) return given;
  check.noteBadInput("subject.ageSource");
  return "none";
}
