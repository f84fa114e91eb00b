import type { Meeting, Pseudonym, SubjectFacts, SubjectPort } from "@probity/core";

/** What is on record of a subject's choices, for one meeting. */
export interface KnownChoices {
  /** Personalisation is off, since then: milliseconds since the epoch. @default it isn't off */
  readonly personalisationOffAt?: number | undefined;
  /** Consent as a whole was withdrawn then. @default it wasn't */
  readonly consentWithdrawnAt?: number | undefined;
  /** Version of the consent in force. @default "" not known */
  readonly consentVersion?: string | undefined;
  /** Codes, or classes of them, that the subject consented to, and did not withdraw from. @default [] */
  readonly separateConsents?: readonly string[] | undefined;
  /** Whether a consent that the service names was withdrawn. @default none was */
  readonly hasWithdrawn?: ((code: string) => boolean) | undefined;
  /** Whether the subject deleted or blocked a tag. @default none */
  readonly refusesTag?: ((tag: string) => boolean) | undefined;
}

/**
 * Who knows of users' choices. A {@link ChoiceLedger} does; a service that keeps them itself hands in a source of its own,
 * by {@link choicesFrom}. Asked on the request path: from memory, no I/O.
 */
export interface ChoiceSource {
  /** Undefined where nothing is on record. */
  choicesOf(pseudonym: Pseudonym, meeting: Meeting): KnownChoices | undefined;
}

/** What core takes as `subjects`, of a source of the service's own. */
export function choicesFrom(source: ChoiceSource): SubjectPort {
  return {
    complete: (facts, pseudonym, meeting) => layChoices(facts, source.choicesOf(pseudonym, meeting)),
  };
}

/**
 * Lays what is on record over what the service said. Of the two, whichever protects the user more counts: off if either
 * says off, since the earlier moment; withdrawn if either says withdrawn; a consent holds if either knows of it and the
 * record doesn't know of its withdrawal.
 */
export function layChoices(facts: SubjectFacts, known: KnownChoices | undefined): SubjectFacts {
  if (!known) return facts;
  const { personalisationOffAt: offAt, consentWithdrawnAt: withdrawnAt, refusesTag } = known;
  return {
    ...facts,
    personalisationOff: facts.personalisationOff || offAt !== undefined,
    personalisationOffAt: facts.personalisationOff
      ? earlierOff(facts.personalisationOffAt, offAt)
      : (offAt ?? facts.personalisationOffAt),
    consentVersion: facts.consentVersion || (known.consentVersion ?? ""),
    separateConsents: consentsOf(facts.separateConsents, known),
    consentWithdrawnAt: earlier(facts.consentWithdrawnAt, withdrawnAt),
    refusesTag: either(facts.refusesTag, refusesTag),
  };
}

// Off since nobody knows when is off.
function earlierOff(said: number | null, known: number | undefined): number | null {
  return said === null || known === undefined ? said : Math.min(said, known);
}

function earlier(said: number | null, known: number | undefined): number | null {
  if (said === null) return known ?? null;
  return known === undefined ? said : Math.min(said, known);
}

function consentsOf(
  said: readonly string[],
  { separateConsents = [], hasWithdrawn }: KnownChoices,
): readonly string[] {
  const kept = hasWithdrawn && said.length > 0 ? said.filter((code) => !hasWithdrawn(code)) : said;
  if (separateConsents.length === 0) return kept;
  return kept.length === 0 ? separateConsents : [...new Set([...kept, ...separateConsents])];
}

type Refuses = SubjectFacts["refusesTag"];

function either(one: Refuses, other: Refuses): Refuses {
  if (!one || !other) return one ?? other;
  return (tag) => one(tag) || other(tag);
}
