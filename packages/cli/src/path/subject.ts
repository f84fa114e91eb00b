import type { DecisionRow } from "@probity/core";

import type { PathTexts } from "../language/path-texts.ts";
import { printable } from "../terminal/printable.ts";
import { isZero } from "./header.ts";
import { joined, type Section, type View } from "./view.ts";

/** Digits of a pseudonym that are shown; enough to tell users apart. `--json` has all of them. */
const SHOWN_DIGITS = 12;

/** The beginning of a subject's pseudonym; empty for nobody. */
export function shortSubject(subject: string): string {
  return isZero(subject) ? "" : `${subject.slice(0, SHOWN_DIGITS)}…`;
}

/** Whom it was for: pseudonym and age; choices and consents where there are any. */
export function subjectSections(decision: DecisionRow, view: View): Section[] {
  const { texts } = view;
  const sections: Section[] = [{ label: texts.subject, says: subjectOf(decision, view) }];
  const choices = joined(personalisationOf(decision, view), deletedTagsOf(decision, view));
  if (choices !== "") sections.push({ label: texts.choices, says: choices });
  const consents = consentsOf(decision, view);
  if (consents !== "") sections.push({ label: texts.consents, says: consents });
  return sections;
}

function subjectOf(decision: DecisionRow, { texts, words, style }: View): string {
  const { subject, key_id: key, age_band: band, age_source: source } = decision;
  const name = shortSubject(subject);
  const age = words.ageBands[band];
  const isYoung = band !== "adult" && band !== "unknown";
  return joined(
    name === "" ? texts.nobody : `${name} (${texts.key(printable(key))})`,
    isYoung ? style.notable(age) : age,
    words.ageSources[source],
    decision.minor_mode && style.notable(texts.minorMode),
    decision.elder_mode && texts.elderMode,
    decision.guardian_consent && texts.guardianConsent,
    decision.guardian_exempt && texts.guardianExempt,
    decision.minor_rules !== "" && texts.minorRules(printable(decision.minor_rules)),
    useOf(decision, texts),
  );
}

function useOf({ use_today_s: today, use_continuous_s: since }: DecisionRow, texts: PathTexts): string {
  return joined(
    today !== null && texts.useToday(Math.floor(today / 60)),
    since !== null && texts.useContinuous(Math.floor(since / 60)),
  );
}

function personalisationOf(decision: DecisionRow, { texts, style, time }: View): string | undefined {
  const { personalisation_off: isOff, personalisation_off_at: at } = decision;
  return isOff ? style.notable(texts.personalisationOff(at === null ? undefined : time(at))) : undefined;
}

function deletedTagsOf({ deleted_tags: count }: DecisionRow, { texts }: View): string | undefined {
  return count === 0 ? undefined : texts.deletedTags(count);
}

function consentsOf(decision: DecisionRow, { texts, style, time }: View): string {
  const { consent_version: version, separate_consents: codes, consent_withdrawn_at: withdrawn } = decision;
  return joined(
    version !== "" && texts.consent(printable(version)),
    codes.length > 0 && texts.separateConsents(codes.map(printable).join(" ")),
    withdrawn !== null && style.notable(texts.withdrawn(time(withdrawn))),
  );
}
