import { EncodedCells } from "./cells.ts";
import type { AgeBand, AgeSource } from "./record/decision-record.ts";
import type { SubjectFacts } from "./subject.ts";

export function writerCells(writer: string, epoch: number, service: string, catalog: string): EncodedCells {
  return EncodedCells.of({ writer, epoch, service, catalog });
}

/** The columns that {@link subjectCells} fills. */
export const SUBJECT_COLUMNS = [
  "age_band",
  "age_source",
  "minor_mode",
  "elder_mode",
  "guardian_consent",
  "guardian_exempt",
  "minor_rules",
  "consent_version",
  "separate_consents",
  "consent_withdrawn_at",
  "personalisation_off",
  "personalisation_off_at",
  "deleted_tags",
] as const;

/** Most subjects differ in age band and a few switches only: their cells are made once. */
export function subjectCells(subject: SubjectFacts): EncodedCells {
  if (!isOrdinary(subject)) return encodeSubject(subject);
  const { ageBand, ageSource, minorMode, elderMode, guardianConsent, guardianExempt, personalisationOff } =
    subject;
  const switches =
    (minorMode ? 1 : 0) |
    (elderMode ? 2 : 0) |
    (guardianConsent ? 4 : 0) |
    (guardianExempt ? 8 : 0) |
    (personalisationOff ? 16 : 0);
  const bySource = (ordinary[ageBand] ??= {});
  const bySwitches = (bySource[ageSource] ??= []);
  return (bySwitches[switches] ??= encodeSubject(subject));
}

const ordinary: Partial<Record<AgeBand, Partial<Record<AgeSource, EncodedCells[]>>>> = {};

function isOrdinary(subject: SubjectFacts): boolean {
  return (
    subject.minorRules === "" &&
    subject.consentVersion === "" &&
    subject.separateConsents.length === 0 &&
    subject.deletedTags.length === 0 &&
    subject.consentWithdrawnAt === null &&
    subject.personalisationOffAt === null
  );
}

function encodeSubject(subject: SubjectFacts): EncodedCells {
  return EncodedCells.of({
    age_band: subject.ageBand,
    age_source: subject.ageSource,
    minor_mode: subject.minorMode,
    elder_mode: subject.elderMode,
    guardian_consent: subject.guardianConsent,
    guardian_exempt: subject.guardianExempt,
    minor_rules: subject.minorRules,
    consent_version: subject.consentVersion,
    separate_consents: subject.separateConsents,
    consent_withdrawn_at: subject.consentWithdrawnAt,
    personalisation_off: subject.personalisationOff,
    personalisation_off_at: subject.personalisationOffAt,
    deleted_tags: Math.min(subject.deletedTags.length, 0xffff),
  });
}
