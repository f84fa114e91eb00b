import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { test as base } from "vitest";

import { startClickHouse } from "../../src/index.ts";
import type { ClickHouseConnection, LocalClickHouse, StartOptions } from "../../src/index.ts";

interface Servers {
  /** A directory that is removed after the test. */
  readonly directory: string;
  /** Starts a server, on `directory` unless told otherwise, that is stopped after the test. */
  readonly start: (options?: Partial<StartOptions>) => Promise<LocalClickHouse>;
}

/** Vitest's `test` with servers that do not outlive it. */
export const test = base.extend<Servers>({
  // eslint-disable-next-line no-empty-pattern -- Vitest reads from the pattern which fixtures this one needs
  directory: async ({}, use) => {
    const directory = await mkdtemp(join(tmpdir(), "probity-local-"));
    await use(directory);
    await rm(directory, { recursive: true });
  },
  start: async ({ directory }, use) => {
    const servers: LocalClickHouse[] = [];
    await use(async (options = {}) => {
      const server = await startClickHouse({ directory, ...options });
      servers.push(server);
      return server;
    });
    await Promise.all(servers.map((server) => server.stop()));
  },
});

/** What the HTTP interface said; `code` is ClickHouse's own error code. */
export interface Answer {
  readonly status: number;
  readonly code: string | null;
  readonly text: string;
}

/** Sends a query, with the headers that the official client sends. */
export async function ask({ url, ...user }: ClickHouseConnection, query: string): Promise<Answer> {
  return send(url, query, { "X-ClickHouse-User": user.username, "X-ClickHouse-Key": user.password });
}

/** Sends a query with headers of one's own choice. */
export async function send(url: string, query: string, headers: Record<string, string>): Promise<Answer> {
  const response = await fetch(url, { method: "POST", body: query, headers });
  const code = response.headers.get("X-ClickHouse-Exception-Code");
  return { status: response.status, code, text: await response.text() };
}

/** True when something answers `/ping` in time. */
export async function answers(url: string, timeoutMs = 5_000): Promise<boolean> {
  const signal = AbortSignal.timeout(timeoutMs);
  const response = await fetch(`${url}/ping`, { signal }).catch(() => undefined);
  return (await response?.text()) === "Ok.\n";
}
