import { type InputCheck, moment, text } from "./input-check.ts";
import type { DecisionRow, InterventionKind } from "./record/decision-record.ts";

/** A person changed the outcome. What the service leaves out is recorded as missing, and rule I01 sees it. */
export interface Intervention {
  /** The intervention's own id in the service. */
  readonly id: string;
  readonly kind: InterventionKind;
  /** Id of the item it touched. Stored as a keyed pseudonym. @default none */
  readonly item?: string | undefined;
  /** Rank before and after, from 1; 0 or nothing when it was not in the list. */
  readonly fromRank?: number | undefined;
  readonly toRank?: number | undefined;
  /** Who did it: a member of staff, by the name that the ledger uses. */
  readonly operator?: string | undefined;
  readonly approver?: string | undefined;
  /** A reason code or a short reason. Never put a user's data here. */
  readonly reason?: string | undefined;
  readonly ticket?: string | undefined;
  /** Milliseconds since the epoch, or a Date. */
  readonly validFrom?: number | Date | undefined;
  readonly validTo?: number | Date | undefined;
}

/** An intervention as the record holds it. */
export type InterventionFacts = DecisionRow["interventions"][number];

const KINDS: ReadonlySet<string> = new Set([
  "pin",
  "boost",
  "demote",
  "insert",
  "remove",
  "block",
  "override",
]);

/** Fills the gaps. What can't be taken as it is becomes empty, and is noted. */
export function resolveIntervention(
  given: Intervention,
  itemPseudonym: (id: string) => string,
  check: InputCheck,
): InterventionFacts {
  const { kind } = given;
  const isKnown = KINDS.has(kind);
  if (!isKnown) check.noteBadInput("intervention.kind");
  return {
    id: text(given.id, "intervention.id", check),
    kind: isKnown ? kind : "unknown",
    item: itemOf(given.item, itemPseudonym, check),
    from_rank: rank(given.fromRank, "intervention.fromRank", check),
    to_rank: rank(given.toRank, "intervention.toRank", check),
    operator: text(given.operator, "intervention.operator", check),
    approver: text(given.approver, "intervention.approver", check),
    reason: text(given.reason, "intervention.reason", check),
    ticket: text(given.ticket, "intervention.ticket", check),
    valid_from: moment(given.validFrom, "intervention.validFrom", check),
    valid_to: moment(given.validTo, "intervention.validTo", check),
  };
}

const NO_ITEM = "0".repeat(16);

function itemOf(value: unknown, pseudonymOf: (id: string) => string, check: InputCheck): string {
  if (value === undefined || value === null || value === "") return NO_ITEM;
  if (typeof value === "string" && value.isWellFormed()) return pseudonymOf(value);
  check.noteBadInput("intervention.item");
  return NO_ITEM;
}

function rank(value: unknown, name: string, check: InputCheck): number {
  if (value === undefined || value === null) return 0;
  if (typeof value === "number" && Number.isInteger(value) && value >= 0 && value <= 0xffff) return value;
  check.noteBadInput(name);
  return 0;
}
