import type { ChoiceRow, ControlChangeRow, InterventionRow } from "@probity/core";

/** The ledgers that other processes write to as well: what is stored of them is looked at again and again. */
export const POLLED_LEDGERS = ["control_changes", "interventions", "choices"] as const;

export type PolledLedger = (typeof POLLED_LEDGERS)[number];

/** Rows of one of them; some may have been given before. */
export type PolledRows =
  /** What was asked for last, of each rule and outlet, and of the kill switch. */
  | { readonly ledger: "control_changes"; readonly rows: readonly ControlChangeRow[] }
  /** Steps, in the order in which they arrived. */
  | { readonly ledger: "interventions"; readonly rows: readonly InterventionRow[] }
  /** At first what holds of each user, then what arrived. */
  | { readonly ledger: "choices"; readonly rows: readonly ChoiceRow[] };
