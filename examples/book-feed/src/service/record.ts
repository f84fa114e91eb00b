import type { Decision, Item, SubjectInput } from "@probity/probe";
import type { Applied } from "../recommend/intervene.ts";
import type { Intervention } from "../store/interventions.ts";
import type { Reader } from "../store/readers.ts";
import type { AnswerItem } from "./ranking-routes.ts";

/** What the probe should know of the reader who asks. The age goes in as it stands: an impossible one is reported. */
export function subjectOf({ id, profile, choices }: Reader): SubjectInput {
  return {
    id: String(id),
    age: profile.age,
    choices: {
      personalisationOff: choices.personalisationOff,
      offAt: choices.personalisationOffAt?.getTime(),
      deletedTags: choices.deletedTags,
    },
  };
}

/** The books that enforced rules let this reader see, ranked anew. */
export function admitted(
  decision: Decision | undefined,
  items: readonly AnswerItem[],
): readonly AnswerItem[] {
  if (!decision) return items;
  const shown = new Set(decision.admit(items.map(delivered)).map(({ id }) => id));
  return items.filter(({ isbn }) => shown.has(isbn)).map((item, at) => ({ ...item, rank: at + 1 }));
}

/** Tells the probe what is delivered, and which hands were laid on it. */
export function recordAnswer(
  decision: Decision | undefined,
  items: readonly AnswerItem[],
  applied: readonly Applied<Intervention>[],
): void {
  for (const { intervention, isbn, from, to } of applied) {
    const { id, kind, operator, approver, reason, ticket, validFrom, validTo } = intervention;
    decision?.intervene({
      id: String(id),
      kind,
      item: isbn,
      fromRank: from,
      toRank: to,
      operator,
      approver,
      reason,
      ticket,
      validFrom,
      validTo,
    });
  }
  decision?.deliver(items.map(delivered));
}

function delivered({ isbn, score, ad }: AnswerItem): Item {
  return { id: isbn, score, flags: ad ? ["ad", "ad_labelled"] : [] };
}
