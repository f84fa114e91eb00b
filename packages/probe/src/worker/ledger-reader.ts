import type { PolledLedger, PolledRows } from "../polled-rows.ts";
import type { LedgerStore } from "./ledger-store.ts";

/** Gives rows as they come; resolves when all that was stored when it was asked is given. */
export type LedgerReader = (give: (rows: PolledRows) => Promise<void>) => Promise<void>;

/** Makes what reads each ledger: at first what holds, and then what is new. What fails is read again from there. */
export const ledgerReaders: Readonly<Record<PolledLedger, (store: LedgerStore) => LedgerReader>> = {
  control_changes(store) {
    return async (give) => give({ ledger: "control_changes", rows: await store.controlChanges() });
  },
  interventions(store) {
    let since: unknown;
    return async (give) => {
      const { rows, cursor } = await store.interventionSteps(since);
      await give({ ledger: "interventions", rows });
      since = cursor;
    };
  },
  choices(store) {
    let since: unknown;
    return async (give) => {
      if (since === undefined) {
        // The cursor first: what arrives while the pages are read comes after them.
        const { cursor } = await store.choicesSince(undefined);
        let after: string | undefined;
        do {
          const page = await store.currentChoices(after);
          await give({ ledger: "choices", rows: page.rows });
          after = page.next;
        } while (after !== undefined);
        since = cursor;
      }
      const { rows, cursor } = await store.choicesSince(since);
      await give({ ledger: "choices", rows });
      since = cursor;
    };
  },
};
