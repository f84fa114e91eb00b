import type { DecisionRow } from "@probity/core";

import { formatDuration } from "../language/format.ts";
import { printable } from "../terminal/printable.ts";
import { joined, type Section, type View } from "./view.ts";

/** When, by what, where, and what for. */
export function headerSections(decision: DecisionRow, view: View): Section[] {
  const { texts, words, style, time } = view;
  const { algorithm, version, algorithm_type: type, filing, rules } = decision;
  const sections: Section[] = [
    {
      label: texts.when,
      says: joined(time(decision.ts), texts.took(formatDuration(decision.took_us))),
    },
    {
      label: texts.algorithm,
      says: joined(
        style.strong(printable(`${algorithm}@${version}`)),
        words.algorithmTypes[type],
        filing === "" ? texts.noFiling : texts.filing(printable(filing)),
        rules === "" ? texts.noRules : texts.rules(printable(rules)),
      ),
    },
    { label: texts.outlet, says: outletOf(decision, view) },
    { label: texts.purpose, says: words.purposes[decision.purpose] },
    { label: texts.request, says: requestOf(decision, view) },
  ];
  if (!isZero(decision.parent)) {
    const isClaim = decision.parent_via === "baggage";
    sections.push({ label: texts.inside, says: joined(decision.parent, isClaim && texts.claimedParent) });
  }
  return sections;
}

function outletOf(decision: DecisionRow, { texts, words }: View): string {
  const { outlet, product, form, access_path: steps, surface } = decision;
  if (outlet === "") return texts.noOutlet;
  const way = [`${product} (${words.forms[form]})`, ...steps, decision.function].map(printable).join(" › ");
  return joined(printable(outlet), way, words.surfaces[surface]);
}

function requestOf({ service, route, trace_id: trace }: DecisionRow, { texts }: View): string {
  return joined(printable(service), printable(route), !isZero(trace) && texts.trace(trace));
}

/** True of an id or pseudonym that stands for none. */
export function isZero(digits: string): boolean {
  return /^[0-]*$/.test(digits);
}
