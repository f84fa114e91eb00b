import type { DecisionRow } from "@probity/core";

import { printable } from "../terminal/printable.ts";
import type { TreeNode } from "../terminal/tree.ts";
import { isZero } from "./header.ts";
import { joined, type Section, type View } from "./view.ts";

type Intervention = DecisionRow["interventions"][number];

/** What people changed. Whatever of the ledger's fields is missing is said to be. */
export function interventionsSection({ interventions }: DecisionRow, view: View): Section {
  const { texts, style } = view;
  return {
    label: texts.interventions,
    says:
      interventions.length === 0
        ? texts.noInterventions
        : style.notable(texts.byPeople(interventions.length)),
    children: interventions.map((intervention) => interventionNode(intervention, view)),
  };
}

/** What was done, and what it did to the rank: `pin rank 7 → 1`. */
export function effectOf(
  { kind, from_rank: from, to_rank: to }: Intervention,
  { texts, words }: View,
): string {
  return `${words.interventions[kind]}${from === 0 && to === 0 ? "" : ` ${texts.ranks(from, to)}`}`;
}

function interventionNode(intervention: Intervention, view: View): TreeNode {
  const { texts, style } = view;
  const { item, operator, approver, reason, ticket } = intervention;
  const field = (label: string, value: string): string =>
    value === "" ? style.notable(texts.missing(label)) : `${label} ${printable(value)}`;
  return {
    text: joined(
      style.strong(effectOf(intervention, view)),
      !isZero(item) && texts.item(item),
      printable(intervention.id),
    ),
    children: [
      {
        text: joined(
          field(texts.operator, operator),
          field(texts.approver, approver),
          field(texts.ticket, ticket),
        ),
      },
      { text: joined(field(texts.reason, reason), validityOf(intervention, view)) },
    ],
  };
}

function validityOf({ valid_from: from, valid_to: to }: Intervention, { texts, time }: View): string {
  const bound = (moment: number | null): string => (moment === null ? texts.open : time(moment));
  return texts.valid(bound(from), bound(to));
}
