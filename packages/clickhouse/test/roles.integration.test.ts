import { readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import {
  defaultUsers,
  startClickHouse,
  type LocalClickHouse,
  type LocalUser,
} from "@probity/clickhouse-local";
import {
  choiceRecord,
  controlChangeRecord,
  feedbackRecord,
  findingRecord,
  interventionRecord,
  LEDGERS,
  listSnapshotRecord,
} from "@probity/core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { openStore, type Store } from "../src/index.ts";
import { batchFinding, change, choice, feedback, ledgerBatchOf, step } from "./support/ledger-rows.ts";
import {
  batchOf,
  catalog,
  coverage,
  coverageBatchOf,
  DAY,
  decision,
  gap,
  gapBatchOf,
  remoteCall,
  remoteCallBatchOf,
  WRITER,
} from "./support/rows.ts";

const readme = readFileSync(new URL("../README.md", import.meta.url), "utf8");

/** What the README says that a probe needs at the least. */
const least = [...readme.matchAll(/^GRANT (.+) TO probity_probe$/gm)].map(
  ([, privileges = ""]) => privileges,
);

const user = (name: string, grants: readonly string[]): LocalUser => ({ name, password: name, grants });
const users = [
  ...defaultUsers(),
  user("probe", least),
  user(
    "mute",
    least.filter((privileges) => privileges.startsWith("INSERT")),
  ),
];

let directory: string;
let server: LocalClickHouse;
let stores: Record<"admin" | "writer" | "reader" | "probe" | "mute", Store>;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "probity-roles-"));
  server = await startClickHouse({ directory, users });
  const open = (name: string) => openStore({ ...server.connection(name), database: "probity" });
  const [admin, writer, reader] = [open("admin"), open("writer"), open("reader")];
  stores = { admin, writer, reader, probe: open("probe"), mute: open("mute") };
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

describe("the least that a probe needs", () => {
  const numbers = { table: "decisions", writer: WRITER, epoch: 1, firstSeq: 100, lastSeq: 200 };

  it("lets it do all that it does, and see no decision and nothing that anybody said", async () => {
    const { probe } = stores;
    const one = decision(DAY + 7, { seq: 101 });
    expect(await probe.status()).toMatchObject({ isReachable: true, schema: { state: "current" } });
    await probe.registerCatalog(catalog("c9".repeat(32)));
    expect(await probe.registerCatalog(catalog("c9".repeat(32)))).toBe(0);
    await probe.insertBatch(batchOf([one]));
    await probe.insertBatch(gapBatchOf([gap(102, 103)]));
    await probe.insertBatch(remoteCallBatchOf([remoteCall(DAY, one.id, { writer: WRITER, seq: 105 })]));
    await probe.insertBatch(coverageBatchOf([coverage(DAY, { seq: 106 })]));
    expect(await probe.storedSequences(numbers)).toEqual([101]);
    expect(await probe.storedSequences({ ...numbers, table: "remote_calls" })).toEqual([105]);
    expect(await probe.storedSequences({ ...numbers, table: "coverage" })).toEqual([106]);
    expect(await probe.storedSequences({ ...numbers, table: "gaps" })).toEqual([102]);
    for (const { name } of LEDGERS)
      expect(await probe.storedSequences({ ...numbers, table: name })).toEqual([]);

    await probe.insertBatch(ledgerBatchOf(interventionRecord, [step(1)]));
    await probe.insertBatch(ledgerBatchOf(choiceRecord, [choice(1)]));
    await probe.insertBatch(ledgerBatchOf(controlChangeRecord, [change(1)]));
    await probe.insertBatch(ledgerBatchOf(feedbackRecord, [feedback(107)]));
    await probe.enter(findingRecord, [batchFinding()]);
    await probe.enter(listSnapshotRecord, []);
    expect((await probe.interventionSteps()).rows).toHaveLength(1);
    expect((await probe.choicesSince((await probe.choicesSince()).cursor)).rows).toHaveLength(1);
    expect((await probe.currentChoices()).rows).toHaveLength(1);
    expect(await probe.controlChanges()).toHaveLength(1);

    const kept = { code: "FORBIDDEN", message: expect.stringContaining('user "probe"') };
    await expect(probe.decision(one.id)).rejects.toMatchObject(kept);
    await expect(probe.overview()).rejects.toMatchObject(kept);
    await expect(probe.gaps()).rejects.toMatchObject(kept);
    await expect(probe.findings()).rejects.toMatchObject(kept);
    await expect(probe.feedbackCounts()).rejects.toMatchObject(kept);
  });

  it("is more than INSERT: without SELECT, what is stored can't be looked up, and the message names the columns", async () => {
    const { mute } = stores;
    await mute.insertBatch(batchOf([decision(DAY + 8, { seq: 104 })]));
    await expect(mute.storedSequences(numbers)).rejects.toMatchObject({
      code: "FORBIDDEN",
      isTransient: false,
      serverCode: 497,
      message: expect.stringMatching(
        /does not allow this to user "mute" .*SELECT\(seq, writer, epoch\) ON probity\.decisions/,
      ),
    });
  });
});
