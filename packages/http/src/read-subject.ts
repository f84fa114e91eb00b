import type { AgeBand, AgeSource, RequestValue, SubjectInput, SubjectMapping } from "@probity/core";
import type { RequestValues } from "./request-value.ts";

/**
 * Reads the subject out of a request. Flags, doubled values and claims that can't be read are told to `badInput`;
 * numbers, times and words that core would refuse are handed on for core to refuse.
 */
export function readSubject(
  mapping: SubjectMapping,
  values: RequestValues,
  badInput: (name: string) => void,
): SubjectInput {
  const all = (from: RequestValue, name: string): readonly string[] | undefined => {
    const found = values(from);
    if (!found) badInput(name);
    return found;
  };
  const text = (from: RequestValue | undefined, name: string): string | undefined => {
    const [first, ...more] = (from && all(from, name)) ?? [];
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
  const list = (from: RequestValue | undefined, name: string): string[] | undefined =>
    from &&
    all(from, name)
      ?.flatMap((value) => value.split(",").map((part) => part.trim()))
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
      separate: list(mapping.separateConsents, "subject.consent.separate"),
      withdrawnAt: time(text(mapping.consentWithdrawnAt, "subject.consent.withdrawnAt")),
    },
    choices: {
      personalisationOff: flag(mapping.personalisationOff, "subject.choices.personalisationOff"),
      offAt: time(text(mapping.personalisationOffAt, "subject.choices.offAt")),
      deletedTags: list(mapping.deletedTags, "subject.choices.deletedTags"),
    },
    use: {
      todaySec: wholeNumber(text(mapping.useToday, "subject.use.todaySec")),
      continuousSec: wholeNumber(text(mapping.useContinuous, "subject.use.continuousSec")),
    },
    cohorts: list(mapping.cohorts, "subject.cohorts"),
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
