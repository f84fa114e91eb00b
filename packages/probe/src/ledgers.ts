import type { Config } from "@probity/config";
import { ChoiceLedger, InterventionLedger, type LedgerRecorder } from "@probity/control";
import type { Pseudonyms } from "@probity/core";
import type { PolledRows } from "./polled-rows.ts";
import type { RuleControl } from "./rule-control.ts";

/** What people enter while the service runs, each of them on record. */
export interface Ledgers {
  readonly choices: ChoiceLedger;
  readonly interventions: InterventionLedger;
}

/** Opens the ledgers; they record with `recorder`, and hold in memory what they are given. */
export function openLedgers(
  { interventions, outlets, algorithms }: Config,
  recorder: LedgerRecorder,
  pseudonyms: Pseudonyms,
): Ledgers {
  const outletIds = outlets.map(({ id }) => id);
  return {
    choices: new ChoiceLedger({ recorder, pseudonyms, outlets: outletIds }),
    interventions: new InterventionLedger({
      recorder,
      pseudonyms,
      ...interventions,
      outlets: outletIds,
      algorithms: algorithms.map(({ id }) => id),
    }),
  };
}

/** Hands what others entered to the ledger that it is of. */
export function applyRows(given: PolledRows, ledgers: Ledgers, control: RuleControl): void {
  switch (given.ledger) {
    case "control_changes":
      control.apply(given.rows);
      break;
    case "interventions":
      ledgers.interventions.apply(given.rows);
      break;
    case "choices":
      ledgers.choices.apply(given.rows);
  }
}
