import { type ChoiceSource, layChoices } from "@probity/control";
import { isMinor, type Meeting, type Pseudonym, type SubjectFacts, type SubjectPort } from "@probity/core";

/** Counts for how long a subject uses the service. Runs on the request path: from memory, no I/O. */
export interface UseCounter {
  /** `at` is in milliseconds since the epoch. */
  seen(subjectHex: string, at: number): { readonly todaySec: number; readonly continuousSec: number };
}

/**
 * What is on record of a subject beside what the service says: the choices, and for minors how long they have used the
 * service, unless the service counts that itself.
 */
export class SubjectLedgers implements SubjectPort {
  readonly #choices: ChoiceSource;
  readonly #use: UseCounter | undefined;

  /** Without a counter, use is not counted. */
  constructor(choices: ChoiceSource, use: UseCounter | undefined) {
    this.#choices = choices;
    this.#use = use;
  }

  complete(facts: SubjectFacts, pseudonym: Pseudonym, meeting: Meeting): SubjectFacts {
    const chosen = layChoices(facts, this.#choices.choicesOf(pseudonym, meeting));
    return this.#use && isMinor(chosen) ? withUse(chosen, this.#use, pseudonym, meeting) : chosen;
  }
}

function withUse(facts: SubjectFacts, use: UseCounter, { bytes }: Pseudonym, { at }: Meeting): SubjectFacts {
  const { todaySec, continuousSec } = use.seen(Buffer.from(bytes).toString("hex"), at);
  return {
    ...facts,
    useTodaySec: facts.useTodaySec ?? todaySec,
    useContinuousSec: facts.useContinuousSec ?? continuousSec,
  };
}
