import { createClient } from "@clickhouse/client";
import { openStore, type Store } from "@probity/clickhouse";

import { test as base } from "../../../../test/support/database.ts";
import { type BatchRuleOutcome, type BatchRunOptions, runBatchRules } from "../../src/index.ts";
import { WINDOW } from "./records.ts";

interface BatchFixtures {
  /** A store on a migrated database of the test's own. */
  store: Store;
  /** Changes the schema, as an administrator would. */
  command: (query: string) => Promise<void>;
  /** Runs one rule over the day, and gives what came of it; throws what it failed with. */
  look: (rule: string, options?: Partial<BatchRunOptions>) => Promise<BatchRuleOutcome>;
}

export const test = base.extend<BatchFixtures>({
  store: async ({ database }, use) => {
    const store = openStore(database);
    await store.migrate();
    await use(store);
    await store.close();
  },
  command: async ({ store: _, database }, use) => {
    const client = createClient(database);
    await use(async (query) => {
      await client.command({ query });
    });
    await client.close();
  },
  look: async ({ store }, use) => {
    await use(async (rule, options = {}) => {
      const run = await runBatchRules({ queries: store.batch, window: WINDOW, only: [rule], ...options });
      const [outcome] = run.rules;
      if (!outcome) throw new Error(`no outcome of ${rule}`);
      if (outcome.error !== undefined) throw outcome.error as Error;
      return outcome;
    });
  },
});

/** The figures of a finding, by name. */
export function measuresOf({ findings }: BatchRuleOutcome, position = 0): Record<string, number> {
  const { measures = [] } = findings[position] ?? {};
  return Object.fromEntries(measures.map(({ name, value }) => [name, value]));
}
