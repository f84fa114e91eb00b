import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openStore } from "@probity/clickhouse";
import { defaultUsers, type LocalClickHouse, startClickHouse } from "@probity/clickhouse-local";
import { test as base } from "vitest";
import type { TestStorage } from "./probe-config.ts";

/** A server that the test may kill, stop and start again, on the same port and data, with the schema in place. */
export interface OwnServer {
  readonly storage: TestStorage;
  /** The one that runs, or ran last. */
  readonly now: LocalClickHouse;
  start(): Promise<void>;
}

export const test = base.extend<{ server: OwnServer }>({
  // eslint-disable-next-line no-empty-pattern -- Vitest reads from the pattern which fixtures this one needs
  server: async ({}, use) => {
    const directory = await mkdtemp(join(tmpdir(), "probity-probe-"));
    const users = defaultUsers();
    let now = await startClickHouse({ directory, users });
    const { httpPort } = now;
    await migrate({ ...now.connection("admin"), database: "probity" });
    await use({
      storage: { ...now.connection("writer"), database: "probity" },
      get now() {
        return now;
      },
      async start() {
        now = await startClickHouse({ directory, users, httpPort });
      },
    });
    await now.stop();
    await rm(directory, { recursive: true });
  },
});

/** Brings a database's schema up to date. */
export async function migrate(storage: TestStorage): Promise<void> {
  const store = openStore(storage);
  await store.migrate();
  await store.close();
}
