import { test as base } from "../../../../test/support/database.ts";
import { Connection, type ReadCost } from "../../src/connection.ts";
import { openStore, type Store } from "../../src/index.ts";
import { resolveOptions } from "../../src/options.ts";

interface StoreFixtures {
  /** A store on a migrated database of the test's own. */
  store: Store;
  /** Another way into the same database, for what a store doesn't do. */
  connection: Connection;
  /** What every query of `connection` made the server read, in order. */
  costs: ReadCost[];
}

export const test = base.extend<StoreFixtures>({
  store: async ({ database }, use) => {
    const store = openStore(database);
    await store.migrate();
    await use(store);
    await store.close();
  },
  // eslint-disable-next-line no-empty-pattern -- Vitest reads from the pattern which fixtures this one needs
  costs: async ({}, use) => {
    await use([]);
  },
  connection: async ({ database, costs }, use) => {
    const connection = new Connection(resolveOptions(database), (cost) => costs.push(cost));
    await use(connection);
    await connection.close();
  },
});
