import type { AgeBand, AgeSource } from "./record/decision-record.ts";

/** What a service knows about who is asking. All of it is optional; what is left out is recorded as unknown. */
export interface SubjectInput {
  /** The user's id. Hashed at once; never stored, logged or put in an error. */
  readonly id?: string | undefined;
  /** Age in whole years, 0 to 120. Only its band is kept; anything else is reported as bad input, not guessed. */
  readonly age?: number | undefined;
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

/** Fills the gaps. What can't be taken as it is becomes unknown, and its name is handed to `fault`. */
export function resolveSubject(given: SubjectInput, fault: (name: string) => void): SubjectFacts {
  const { minorMode = false, elderMode = false, guardian = {}, consent = {}, choices = {} } = given;
  const ageBand = resolveBand(given, fault);
  const { ageSource = ageBand === "unknown" ? "none" : "self_declared" } = given;
  return {
    ageBand,
    ageSource: AGE_SOURCES.has(ageSource) ? ageSource : (fault("subject.ageSource"), "none"),
    minorMode: minorMode === true,
    elderMode: elderMode === true,
    guardianConsent: guardian.consent === true,
    guardianExempt: guardian.exempt === true,
    minorRules: text(guardian.rules, "subject.guardian.rules", fault),
    consentVersion: text(consent.version, "subject.consent.version", fault),
    separateConsents: texts(consent.separate, "subject.consent.separate", fault),
    consentWithdrawnAt: moment(consent.withdrawnAt, "subject.consent.withdrawnAt", fault),
    personalisationOff: choices.personalisationOff === true,
    personalisationOffAt: moment(choices.offAt, "subject.choices.offAt", fault),
    deletedTags: texts(choices.deletedTags, "subject.choices.deletedTags", fault),
  };
}

const AGE_SOURCES: ReadonlySet<string> = new Set(["none", "self_declared", "verified", "guardian", "inferred"]);
const AGE_BANDS: ReadonlySet<string> = new Set(["unknown", "u14", "14-15", "16-17", "adult"]);

type Fault = (name: string) => void;

function resolveBand({ age, ageBand = "unknown" }: SubjectInput, fault: Fault): AgeBand {
  if (age === undefined || age === null) {
    if (AGE_BANDS.has(ageBand)) return ageBand;
    fault("subject.ageBand");
    return "unknown";
  }
  const band = ageBandOf(age);
  if (band === undefined) fault("subject.age");
  return band ?? "unknown";
}

/** A text that a record can hold: well-formed and of bounded length; otherwise empty, and a fault. */
export function text(value: unknown, name: string, fault: Fault): string {
  if (value === undefined || value === null) return "";
  if (typeof value === "string" && value.length <= 256 && value.isWellFormed()) return value;
  fault(name);
  return "";
}

function texts(values: unknown, name: string, fault: Fault): readonly string[] {
  if (values === undefined || values === null) return NONE;
  if (!Array.isArray(values)) {
    fault(name);
    return NONE;
  }
  return values.map((value) => text(value, name, fault)).filter((value) => value !== "");
}

const NONE: readonly string[] = [];

/** Milliseconds since the epoch, from a number or a Date; otherwise null, and a fault. */
export function moment(value: unknown, name: string, fault: Fault): number | null {
  if (value === undefined || value === null) return null;
  const time = value instanceof Date ? value.getTime() : value;
  if (typeof time === "number" && Number.isSafeInteger(time)) return time;
  fault(name);
  return null;
}
