import {
  ControlError,
  InterventionLedger,
  type Intervened,
  type InterventionEntry,
  type InterventionLedgerOptions,
  type LedgerRecorder,
} from "@probity/control";
import { interventionRecord, type InterventionRow } from "@probity/core";

import type { StorePort } from "../ports.ts";

/** What a step is held against, and whose ledger it goes into. */
export interface StepRules extends Omit<InterventionLedgerOptions, "recorder" | "now"> {
  /** The service that the intervention is of. */
  readonly service: string;
}

/** What is known before the step. */
export interface StepContext extends StepRules {
  /** All steps of the intervention so far. */
  readonly steps: readonly InterventionRow[];
  readonly now: () => number;
}

type Entry = Omit<InterventionRow, "ts" | "seq" | "writer" | "epoch"> & { readonly ts?: number };

/**
 * Takes a step by the rules that processes go by, and enters it into the store. Gives how the intervention stands then, as
 * the store has it: somebody else may have been quicker. Throws a `ControlError` where the step is not to be taken.
 */
export async function takeStep(
  store: StorePort,
  { steps, service, now, ...rules }: StepContext,
  take: (ledger: InterventionLedger) => InterventionEntry,
): Promise<Intervened> {
  const entries: Entry[] = [];
  const ledgerOf = (rows: readonly InterventionRow[]): InterventionLedger => {
    const ledger = new InterventionLedger({ ...rules, recorder: collecting(entries, service), now });
    ledger.apply(rows);
    return ledger;
  };
  const { intervention } = take(ledgerOf(steps));
  await store.enter(interventionRecord, entries);
  const { id } = intervention;
  const { rows } = await store.interventionSteps({ id });
  return ledgerOf(rows).get(id) ?? intervention;
}

/** The rules for a decision about a proposal: they stand in the proposal itself. */
export function decisionRules(steps: readonly InterventionRow[]): StepRules {
  const first = steps.find(({ step }) => step === "proposed") ?? steps[0];
  return {
    service: first?.service ?? "",
    pseudonyms: { keyId: first?.key_id ?? "", itemHex: () => first?.item ?? "0".repeat(16) },
    reasons: [first?.reason ?? "none"],
    maxDays: Number.MAX_SAFE_INTEGER,
  };
}

function collecting(entries: Entry[], service: string): LedgerRecorder {
  return {
    enter: (_table, entry) => {
      entries.push({ ...(entry as unknown as Entry), service });
      return { stage: "recorded", reached: () => Promise.resolve("recorded") };
    },
    fault: (where) => {
      throw new ControlError("INVALID", `${where} failed`);
    },
  };
}
