import { createClient } from "@clickhouse/client";
import { readdir } from "node:fs/promises";
import { describe, expect } from "vitest";
import type { TestDatabase } from "../../../test/support/database.ts";
import { listQuarantine, replayQuarantine, shipSpool } from "../src/offline/index.ts";
import type { Probe } from "../src/probe.ts";
import { nowhere, test } from "./offline/support/spooled.ts";
import { eventually } from "./support/eventually.ts";
import { chooseTimes } from "./support/entries.ts";
import { decideTimes, openProbe } from "./support/open-probe.ts";
import { migrate, test as withServer } from "./support/own-server.ts";
import { spoolIn, type TestStorage } from "./support/probe-config.ts";
import { rowsOf } from "./support/stored.ts";
import { directory } from "../../../test/support/directory.ts";

const testWithServer = withServer.extend<{ directory: string }>(directory);

const CALLER = { decision: "018f0000-0000-7000-8000-00000000000a", outlet: "app-home", hop: 2 };

/** Records so many remote calls, which read a feature each. */
function callTimes(probe: Probe, count: number): void {
  for (let n = 0; n < count; n += 1) {
    const call = probe.ports.recorder.openRemote({
      caller: CALLER,
      protocol: "grpc",
      route: "shop.Users/Get",
    });
    call?.track("profile", { age: 30, interests: [] }).age.toFixed();
    call?.close({ status: 0 });
  }
}

/** So many requests came, and became decisions. */
function coverTimes(probe: Probe, count: number): void {
  for (let n = 0; n < count; n += 1)
    probe.ports.recorder.covered({ method: "GET", route: "/feed", became: "decision" });
}

interface Numbers {
  readonly rows: number;
  readonly distinct: number;
  readonly last: number;
}

/** How many rows of a table there are, and how many of them differ in writer and number. */
async function numbersOf(storage: TestStorage, table: string): Promise<Numbers | undefined> {
  const [numbers] = await rowsOf<Numbers>(
    storage,
    `SELECT toUInt32(count()) rows, toUInt32(uniqExact(writer, epoch, seq)) distinct, toUInt32(max(seq)) last FROM ${table}`,
  );
  return numbers;
}

const upTo = (last: number): Numbers => ({ rows: last, distinct: last, last });

const gapsIn = (storage: TestStorage): Promise<unknown[]> =>
  rowsOf(
    storage,
    "SELECT of, cause, toUInt32(first_seq) first, toUInt32(last_seq) last FROM gaps ORDER BY of, first",
  );

describe("remote calls and coverage", () => {
  test("are stored with what was read and counted, once", async ({ database }) => {
    await migrate(database);
    const { probe, faults } = await openProbe(database);
    callTimes(probe, 250);
    coverTimes(probe, 7);
    decideTimes(probe, 10);
    await expect(probe.close()).resolves.toEqual({ stored: 10, left: 0, spooled: 0, lost: 0 });
    expect(faults).toEqual([]);
    expect(await numbersOf(database, "remote_calls")).toEqual(upTo(250));
    const [call] = await rowsOf(
      database,
      "SELECT DISTINCT service, decision, outlet, hop, protocol, route, length(features_read) features FROM remote_calls",
    );
    expect(call).toEqual({
      ...CALLER,
      service: "books",
      protocol: "grpc",
      route: "shop.Users/Get",
      features: 1,
    });
    expect(
      await rowsOf(
        database,
        'SELECT method, route, algorithm, toUInt32(requests) requests, toUInt32(decisions) decisions, "from" <= ts ok FROM coverage ORDER BY seq',
      ),
    ).toEqual([
      { method: "GET", route: "/feed", algorithm: "feed", requests: 7, decisions: 7, ok: 1 },
      { method: "GET", route: "/hot", algorithm: "hot", requests: 0, decisions: 0, ok: 1 },
    ]);
    expect(probe.counters.remoteCalls).toMatchObject({ recorded: 250, stored: 250, pendingRows: 0 });
  });

  test("of a process that was killed are stored by the next one, and the calls that it had only begun are known", async ({
    database,
    machine,
  }) => {
    await migrate(database);
    const service = await machine.start(nowhere(database));
    await service.cover(5);
    await service.call(20);
    expect(await service.decide(3, "spooled")).toBe("spooled");
    await service.beginCalls(4);
    await service.begin(2);
    await service.kill();

    const { probe, registry } = await openProbe(database, {}, spoolIn(machine.spool));
    await eventually(() => probe.counters.remoteCalls.lost.get("unclean_end")).toBe(4);
    expect(probe.counters.lost.get("unclean_end")).toBe(2);
    expect(await registry.metrics()).toContain('probity_remote_calls_lost_total{reason="unclean_end"} 4');
    await probe.close();
    expect(await numbersOf(database, "remote_calls")).toEqual(upTo(20));
    expect(await numbersOf(database, "coverage")).toEqual(upTo(1));
    expect(await gapsIn(database)).toEqual([
      { of: "decisions", cause: "unclean_end", first: 4, last: 5 },
      { of: "remote_calls", cause: "unclean_end", first: 21, last: 24 },
    ]);
    expect(await readdir(machine.spool)).toEqual(["probity-spool.json"]);
  });

  test("go to the quarantine where they are refused, and leave it when they are stored", async ({
    database,
    machine,
  }) => {
    await migrate(database);
    await alter(database, "remote_calls", "ADD CONSTRAINT no_tens CHECK seq % 10 != 0");
    await alter(database, "coverage", "ADD CONSTRAINT none CHECK seq = 0");
    const service = await machine.start(nowhere(database));
    await service.cover(5);
    await service.call(30);
    await service.decide(10, "spooled");
    await service.kill();
    const report = await shipSpool(machine.spool, { storage: database });
    expect(report).toMatchObject({
      sent: 10,
      others: { remote_calls: { sent: 27, quarantined: 3 }, coverage: { sent: 0, quarantined: 1 } },
    });
    const kept = listQuarantine(machine.spool).rows.map(({ table, seq }) => `${table} ${seq}`);
    expect(kept).toEqual(["coverage 1", "remote_calls 10", "remote_calls 20", "remote_calls 30"]);
    expect(await gapsIn(database)).toHaveLength(4);

    await alter(database, "remote_calls", "DROP CONSTRAINT no_tens");
    await alter(database, "coverage", "DROP CONSTRAINT none");
    const replayed = await replayQuarantine(machine.spool, { storage: database });
    expect(replayed).toMatchObject({ stored: 4, known: 0, refused: [], untried: 0 });
    expect(await numbersOf(database, "remote_calls")).toEqual(upTo(30));
    expect(await numbersOf(database, "coverage")).toEqual(upTo(1));
  });

  test("keep no decision waiting where their tables are not there yet, and say so", async ({ database }) => {
    await migrate(database);
    const admin = createClient(database);
    await admin.command({ query: "RENAME TABLE coverage TO coverage_to_come" });
    await admin.close();
    const { probe, faults } = await openProbe(database, {
      batch: { maxRows: 10, maxBytes: 100_000, maxWaitMs: 10 },
    });
    decideTimes(probe, 10);
    await eventually(() => probe.counters.stored).toBe(10);
    coverTimes(probe, 3);
    probe.ports.recorder.stateCoverage();
    await eventually(() => faults.join("\n")).toContain("has no such table: run the migrations");
    expect(probe.counters.circuit).toBe("closed");
    decideTimes(probe, 200);
    await eventually(() => probe.counters.stored).toBe(210);
    await probe.close({ deadlineMs: 0 });
  });

  testWithServer(
    "wait in the spool while the server is away, and are stored once",
    async ({ server, directory }) => {
      await server.now.stop();
      const { probe } = await openProbe(server.storage, { maxPendingBytes: 1024 * 1024 }, spoolIn(directory));
      for (let round = 1; round <= 10; round += 1) {
        callTimes(probe, 300);
        coverTimes(probe, 10);
        probe.ports.recorder.stateCoverage();
        probe.ports.recorder.flush();
        await eventually(() => probe.counters.remoteCalls.spooledRows).toBe(round * 300);
      }
      await server.start();
      await eventually(() => probe.counters.remoteCalls.stored).toBe(3_000);
      await probe.close();
      expect(await numbersOf(server.storage, "remote_calls")).toEqual(upTo(3_000));
      expect(await numbersOf(server.storage, "coverage")).toEqual(upTo(20));
      expect(await gapsIn(server.storage)).toEqual([]);
      expect(await readdir(directory)).toEqual(["probity-spool.json"]);
    },
  );
});

describe("entries of a ledger", () => {
  test("are stored once, and answered when they are", async ({ database }) => {
    await migrate(database);
    const { probe, registry, faults } = await openProbe(database, {
      batch: { maxRows: 10_000, maxBytes: 1_000_000, maxWaitMs: 60_000 }, // nothing is sent by itself
    });
    const [first, ...others] = chooseTimes(probe, 500);
    await expect(first?.reached("stored", 20_000)).resolves.toBe("stored");
    await probe.flush();
    expect(others.map(({ stage }) => stage)).toEqual(others.map(() => "stored"));
    expect(probe.counters.entries.get("choices")).toMatchObject({
      recorded: 500,
      stored: 500,
      pendingRows: 0,
    });
    expect(await registry.metrics()).toContain('probity_ledger_entries_stored_total{ledger="choices"} 500');
    await probe.close();
    expect(await numbersOf(database, "choices")).toEqual(upTo(500));
    expect(faults).toEqual([]);
  });

  test("are there after a kill once they were spooled, and stored by the next process", async ({
    database,
    machine,
  }) => {
    await migrate(database);
    const service = await machine.start(nowhere(database));
    expect(await service.choose(20, "spooled")).toBe("spooled");
    await service.kill();
    const { probe } = await openProbe(database, {}, spoolIn(machine.spool));
    await eventually(() => probe.counters.entries.get("choices")?.inherited.stored).toBe(20);
    await probe.close();
    expect(await numbersOf(database, "choices")).toEqual(upTo(20));
    expect(await gapsIn(database)).toEqual([]);
    expect(await readdir(machine.spool)).toEqual(["probity-spool.json"]);
  });

  test("go to the quarantine where they are refused, with a gap, and leave it when they are stored", async ({
    database,
    machine,
  }) => {
    await migrate(database);
    await alter(database, "choices", "ADD CONSTRAINT no_fives CHECK seq % 5 != 0");
    const service = await machine.start(nowhere(database));
    await service.choose(12, "spooled");
    await service.kill();
    const report = await shipSpool(machine.spool, { storage: database });
    expect(report).toMatchObject({ sent: 0, others: { choices: { sent: 10, quarantined: 2 } } });
    expect(await gapsIn(database)).toEqual([
      { of: "choices", cause: "quarantined", first: 5, last: 5 },
      { of: "choices", cause: "quarantined", first: 10, last: 10 },
    ]);
    await alter(database, "choices", "DROP CONSTRAINT no_fives");
    const replayed = await replayQuarantine(machine.spool, { storage: database });
    expect(replayed).toMatchObject({ stored: 2, known: 0, refused: [], untried: 0 });
    expect(await numbersOf(database, "choices")).toEqual(upTo(12));
  });
});

/** Changes a table, as its administrator may. */
async function alter({ database, ...server }: TestDatabase, table: string, change: string): Promise<void> {
  const admin = createClient({ ...server, database });
  await admin.command({ query: `ALTER TABLE ${table} ${change}` });
  await admin.close();
}
