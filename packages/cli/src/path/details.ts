import type { DecisionRow } from "@probity/core";

import { printable } from "../terminal/printable.ts";
import { joined, type Section, type View } from "./view.ts";

/** What the service said of the decision beside its data; nothing where it said nothing. */
export function detailsSections(decision: DecisionRow, { texts, words, style }: View): Section[] {
  const { pool, significant, explanation, review_route: review, refusal, notice, cohorts } = decision;
  const says = joined(
    pool !== "unknown" && words.pools[pool],
    significant && style.notable(texts.significant),
    explanation !== "" && texts.explanation(printable(explanation)),
    review !== "" && texts.review(printable(review)),
    refusal !== "unknown" && (refusal === "offered" ? texts.refusable : style.notable(texts.notRefusable)),
    notice !== "" && texts.notice(printable(notice)),
    cohorts.length > 0 && texts.cohorts(cohorts.map(printable).join(", ")),
  );
  return says === "" ? [] : [{ label: texts.details, says }];
}
