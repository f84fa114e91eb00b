/**
 * Vitest's global setup of the integration tests: one ClickHouse server for all of them. The server at
 * PROBITY_TEST_CLICKHOUSE_URL if that is set (user and password beside it), else a local one.
 */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { startClickHouse } from "@probity/clickhouse-local";
import type { TestProject } from "vitest/node";

/** The server that every integration test may use, with a user who may do everything. */
export interface TestServer {
  readonly url: string;
  readonly username: string;
  readonly password: string;
  /** False of a server given by URL, which may know more: replication, `ON CLUSTER`, SQL users, TLS. */
  readonly isLocal: boolean;
}

declare module "vitest" {
  export interface ProvidedContext {
    clickhouse: TestServer;
  }
}

/** Provides `clickhouse` to the tests; returns what takes it down again. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const url = process.env["PROBITY_TEST_CLICKHOUSE_URL"];
  if (url === undefined || url === "") return startLocal(project);

  const username = process.env["PROBITY_TEST_CLICKHOUSE_USER"] ?? "default";
  const password = process.env["PROBITY_TEST_CLICKHOUSE_PASSWORD"] ?? "";
  await mustAnswer(url, username, password);
  project.provide("clickhouse", { url, username, password, isLocal: false });
  return () => Promise.resolve();
}

async function startLocal(project: TestProject): Promise<() => Promise<void>> {
  const directory = await mkdtemp(join(tmpdir(), "probity-clickhouse-"));
  const server = await startClickHouse({ directory });
  project.provide("clickhouse", { ...server.connection("admin"), isLocal: true });
  return async () => {
    await server.stop();
    await rm(directory, { recursive: true });
  };
}

async function mustAnswer(url: string, username: string, password: string): Promise<void> {
  const headers = { "X-ClickHouse-User": username, "X-ClickHouse-Key": password };
  const answer = await fetch(url, { method: "POST", headers, body: "SELECT 1" }).catch((cause: unknown) => {
    throw new Error(`PROBITY_TEST_CLICKHOUSE_URL: nothing answers at ${url}`, { cause });
  });
  if (answer.ok) return;
  throw new Error(
    `PROBITY_TEST_CLICKHOUSE_URL: ${url} refuses user "${username}" with HTTP ${answer.status}; ` +
      "set PROBITY_TEST_CLICKHOUSE_USER and PROBITY_TEST_CLICKHOUSE_PASSWORD",
  );
}
