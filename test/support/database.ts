import { randomUUID } from "node:crypto";

import { createClient } from "@clickhouse/client";
import { inject, test as base } from "vitest";

import type { TestServer } from "./clickhouse.ts";

/** How to reach a database that belongs to one test alone; fits `createClient()`. */
export interface TestDatabase extends Omit<TestServer, "isLocal"> {
  readonly database: string;
}

/** Vitest's `test` with a `database` fixture: new and empty for each test, dropped after it. */
export const test = base.extend<{ database: TestDatabase }>({
  // eslint-disable-next-line no-empty-pattern -- Vitest reads from the pattern which fixtures this one needs
  database: async ({}, use) => {
    const { url, username, password } = inject("clickhouse");
    const database = `test_${randomUUID().replaceAll("-", "")}`;
    const admin = createClient({ url, username, password });
    await admin.command({ query: `CREATE DATABASE ${database}` });
    await use({ url, username, password, database });
    await admin.command({ query: `DROP DATABASE ${database} SYNC` });
    await admin.close();
  },
});
