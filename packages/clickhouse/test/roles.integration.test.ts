import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { startClickHouse, type LocalClickHouse } from "@probity/clickhouse-local";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { openStore, type Store } from "../src/index.ts";
import { batchOf, catalog, DAY, decision } from "./support/rows.ts";

let directory: string;
let server: LocalClickHouse;
let stores: Record<"admin" | "writer" | "reader", Store>;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "probity-roles-"));
  server = await startClickHouse({ directory });
  const open = (name: string) => openStore({ ...server.connection(name), database: "probity" });
  stores = { admin: open("admin"), writer: open("writer"), reader: open("reader") };
  await stores.admin.migrate();
});

afterAll(async () => {
  for (const store of Object.values(stores)) await store.close();
  await server.stop();
  await rm(directory, { recursive: true });
});

const row = decision(DAY);

describe("the roles that a deployment has", () => {
  it("let a writer store and read, and change no table", async () => {
    await stores.writer.registerCatalog(catalog());
    await stores.writer.insertBatch(batchOf([row]));
    expect(await stores.writer.decision(row.id)).toEqual(row);
    expect(await stores.writer.status()).toMatchObject({ isReachable: true, schema: { state: "current" } });
    expect(await stores.writer.migrate()).toMatchObject({ applied: [] });
  });

  it("let a reader read, and store nothing", async () => {
    expect(await stores.reader.path(row.id)).toMatchObject({ decision: row });
    expect(await stores.reader.overview()).toMatchObject({ decisions: 1 });
    expect(await stores.reader.status()).toMatchObject({ isReachable: true, schema: { state: "current" } });
    await expect(stores.reader.insertBatch(batchOf([decision(DAY + 1)]))).rejects.toMatchObject({
      code: "FORBIDDEN",
      isTransient: false,
      message: expect.stringContaining('user "reader"'),
    });
  });

  it("keep both from another database, and say who is kept from what", async () => {
    const elsewhere = openStore({ ...server.connection("writer"), database: "payroll" });
    await expect(elsewhere.migrate()).rejects.toMatchObject({
      code: "FORBIDDEN",
      message: expect.stringContaining('user "writer"'),
    });
    await elsewhere.close();
  });
});
