import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { startClickHouse, type LocalClickHouse } from "@probity/clickhouse-local";
import { afterEach, beforeEach, expect, it } from "vitest";

import { openStore, type Store } from "../src/index.ts";
import { batchOf, DAY, decision } from "./support/rows.ts";

let directory: string;
let server: LocalClickHouse;
let store: Store;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "probity-faults-"));
  server = await startClickHouse({ directory });
  store = openStore({ ...server.connection("admin"), database: "probity", requestTimeoutMs: 2_000 });
  await store.migrate();
});

afterEach(async () => {
  await store.close();
  await server.stop();
  await rm(directory, { recursive: true });
});

const batch = batchOf([decision(DAY), decision(DAY + 1)]);

it("a batch whose answer never came counts once when it is sent again", async () => {
  server.pause();
  await expect(store.insertBatch(batch)).rejects.toMatchObject({ code: "TIMEOUT", isTransient: true });
  server.resume();
  await store.insertBatch(batch);
  expect(await store.overview()).toMatchObject({ decisions: 2 });
});

it("a batch that was stored before a crash is not stored again after it", async () => {
  await store.insertBatch(batch);
  await server.kill();
  await expect(store.insertBatch(batch)).rejects.toMatchObject({ code: "UNREACHABLE", isTransient: true });
  const { httpPort, users } = server;
  server = await startClickHouse({ directory, httpPort, users });
  await store.insertBatch(batch);
  await store.insertBatch(batchOf([decision(DAY + 2)]));
  expect(await store.overview()).toMatchObject({ decisions: 3 });
});
