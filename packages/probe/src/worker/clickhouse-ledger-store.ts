import { type ArrivalCursor, openStore, type Store } from "@probity/clickhouse";
import type { StorageSettings } from "../protocol.ts";
import type { LedgerStore } from "./ledger-store.ts";

/** A look that takes longer is given up, in milliseconds: the next one may go better. */
const LOOK_TIMEOUT_MS = 5_000;

/** The ledgers of the clickhouse package, as the worker looks at them. */
export function openLedgerStore(settings: StorageSettings): LedgerStore {
  return ledgerStoreOf(openStore({ ...settings, requestTimeoutMs: LOOK_TIMEOUT_MS }));
}

/** As {@link openLedgerStore}, over a store that is open. */
export function ledgerStoreOf(
  store: Pick<Store, "controlChanges" | "interventionSteps" | "choicesSince" | "currentChoices" | "close">,
): LedgerStore {
  return {
    controlChanges: () => store.controlChanges(),
    interventionSteps: (cursor) => store.interventionSteps({ since: cursor as ArrivalCursor | undefined }),
    choicesSince: (cursor) => store.choicesSince(cursor as ArrivalCursor | undefined),
    currentChoices: (after) => store.currentChoices({ after }),
    close: () => store.close(),
  };
}
