import { randomUUID } from "node:crypto";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect } from "vitest";
import { test as withDatabase } from "../../../test/support/database.ts";
import { startService, writeConfig } from "../../../test/support/spooling-service.ts";
import { openSpool } from "../src/open-spool.ts";
import { Shipper } from "../src/shipper.ts";
import { systemTimers } from "../src/timers.ts";
import { threadStarter, type WorkerThread } from "../src/worker-thread.ts";
import { decisionChunk } from "./support/decision-chunks.ts";
import { eventually } from "./support/eventually.ts";
import { directory } from "../../../test/support/directory.ts";
import { decideTimes, openProbe } from "./support/open-probe.ts";
import { migrate, test as withServer } from "./support/own-server.ts";
import { configOf, spoolIn, type TestStorage } from "./support/probe-config.ts";
import { rowsOf, storedIn } from "./support/stored.ts";

const test = withDatabase.extend<{ directory: string }>(directory);
const testWithServer = withServer.extend<{ directory: string }>(directory);

interface StoredGap {
  readonly first: number;
  readonly last: number;
  readonly cause: string;
}

const gapsIn = (storage: TestStorage): Promise<StoredGap[]> =>
  rowsOf<StoredGap>(
    storage,
    "SELECT toUInt32(first_seq) first, toUInt32(last_seq) last, cause FROM gaps WHERE of = 'decisions' ORDER BY first",
  );

/** A shipper with real threads over a spool, whose workers the test can end. */
async function shipping(storage: TestStorage, root: string) {
  const identity = { writer: randomUUID(), epoch: 1, service: "books" };
  const { spool: config } = spoolIn(root);
  const faults: unknown[] = [];
  const spool = await openSpool(config, identity, (fault) => faults.push(fault));
  const { batch } = configOf(storage).storage;
  const start = threadStarter({
    ...identity,
    storage: { ...storage, compression: true },
    batch: { ...batch, maxWaitMs: 10 },
    spool: spool?.settings,
    memoryBytes: 0,
    polls: { ledgers: [], pollMs: 1_000 },
  });
  const threads: WorkerThread[] = [];
  const shipper = new Shipper({
    startThread: (events, next) => {
      const thread = start(events, next);
      threads.push(thread);
      return thread;
    },
    hasSpool: true,
    catalog: [],
    maxPendingBytes: 64 * 1024 * 1024,
    timers: systemTimers,
    onFault: (_, fault) => faults.push(fault),
    onInsert: () => undefined,
    onRows: () => undefined,
  });
  shipper.start();
  let next = 1;
  const accept = (rows: number): boolean => {
    const given = Array.from({ length: rows }, () => ({ ...identity, id: randomUUID() }));
    const taken = shipper.accept(decisionChunk(next, given));
    next += rows;
    return taken;
  };
  const close = async (): Promise<void> => {
    spool?.noteBegun(next - 1, "decisions");
    await shipper.close(20_000, { decisions: next - 1 });
    await spool?.close(shipper.isComplete);
  };
  return { shipper, threads, accept, close };
}

describe("a worker thread that dies", () => {
  test("loses nothing that it had spooled, and what it lost is on record, exactly", async ({
    database,
    directory,
  }) => {
    await migrate(database);
    const { shipper, threads, accept, close } = await shipping(database, directory);
    for (let life = 1; life <= 3; life += 1) {
      for (let n = 0; n < 20; n += 1) accept(50);
      await eventually(() => shipper.counters.spooledRows + shipper.counters.stored).toBeGreaterThan(
        (life - 1) * 1_000,
      );
      for (let n = 0; n < 20; n += 1) accept(50); // some of these, the worker will never get to see
      threads.at(-1)?.terminate();
      await eventually(() => threads.length).toBe(life + 1);
    }
    await close();
    const { stored, pendingRows, lost } = shipper.counters;
    const died = lost.get("worker_died") ?? 0;
    expect({ pendingRows, all: stored + died }).toEqual({ pendingRows: 0, all: 6_000 });
    expect(await storedIn(database)).toMatchObject({ rows: stored, ids: stored });
    const gaps = await gapsIn(database);
    expect(gaps.reduce((sum, { first, last }) => sum + last - first + 1, 0)).toBe(died);
    expect(gaps.every(({ cause }) => cause === "worker_died")).toBe(true);
    const [overlap] = await rowsOf<{ rows: number }>(
      database,
      "SELECT toUInt32(count()) rows FROM decisions AS d, gaps AS g WHERE d.seq BETWEEN g.first_seq AND g.last_seq",
    );
    expect(overlap?.rows).toBe(0);
    expect(await readdir(directory)).toEqual(["probity-spool.json"]);
  });
});

describe("a process that was killed", () => {
  test("is finished by the next one: its rows are stored, and what it had only begun is counted and on record", async ({
    database,
    directory,
  }) => {
    await migrate(database);
    const spool = join(directory, "spool");
    const file = await writeConfig(directory, database, "{ directory: ./spool }");
    const service = await startService(file, database);
    expect(await service.decide(30, "spooled")).toMatch(/spooled|stored/);
    await service.begin(4);
    await service.kill();

    const { probe, faults } = await openProbe(database, {}, spoolIn(spool));
    await eventually(() => probe.counters.lost.get("unclean_end")).toBe(4);
    await eventually(() => storedIn(database)).toMatchObject({ rows: 30, ids: 30 });
    expect(await gapsIn(database)).toEqual([{ first: 31, last: 34, cause: "unclean_end" }]);
    decideTimes(probe, 3);
    // What others lost is not of this probe.
    await expect(probe.close()).resolves.toEqual({ stored: 3, left: 0, spooled: 0, lost: 0 });
    expect(await readdir(spool)).toEqual(["probity-spool.json"]);
    expect(faults).toEqual([]);
  });
});

describe("an outage", () => {
  testWithServer(
    "of a process that closes meanwhile is over for its decisions at the next start",
    async ({ server, directory }) => {
      await server.now.stop();
      const limits = { maxPendingBytes: 1024 * 1024 };
      const first = await openProbe(server.storage, limits, spoolIn(directory));
      for (let round = 1; round <= 10; round += 1) {
        decideTimes(first.probe, 500);
        await eventually(() => first.probe.counters.spooledRows).toBe(round * 500);
      }
      await expect(first.probe.close({ deadlineMs: 100 })).resolves.toEqual({
        stored: 0,
        left: 5_000,
        spooled: 5_000,
        lost: 0,
      });
      await server.start();
      const second = await openProbe(server.storage, limits, spoolIn(directory));
      await eventually(() => second.probe.counters.inherited.stored).toBe(5_000);
      await second.probe.close();
      expect(await storedIn(server.storage)).toEqual({
        rows: 5_000,
        ids: 5_000,
        firstSeq: 1,
        lastSeq: 5_000,
      });
      expect(await readdir(directory)).toEqual(["probity-spool.json"]);
    },
  );

  testWithServer(
    "is over for those of a process that lives as soon as the server is back",
    async ({ server, directory }) => {
      const { probe, registry } = await openProbe(
        server.storage,
        { maxPendingBytes: 1024 * 1024 },
        spoolIn(directory),
      );
      decideTimes(probe, 100);
      await probe.flush();
      await server.now.kill();
      for (let round = 0; round < 10; round += 1) {
        decideTimes(probe, 500);
        await eventually(() => probe.counters.pendingBytes).toBeLessThan(256 * 1024);
      }
      expect(await registry.metrics()).toMatch(/probity_storage_circuit\{state="(?:half_)?open"\} 1/);
      await server.start();
      await eventually(() => probe.counters.stored).toBe(5_100);
      await expect(probe.close()).resolves.toEqual({ stored: 5_100, left: 0, spooled: 0, lost: 0 });
      expect(await storedIn(server.storage)).toEqual({
        rows: 5_100,
        ids: 5_100,
        firstSeq: 1,
        lastSeq: 5_100,
      });
      expect(await gapsIn(server.storage)).toEqual([]);
    },
  );
});

describe("decide", () => {
  test("answers when the decision is stored, where its algorithm waits for that", async ({
    database,
    directory,
  }) => {
    await migrate(database);
    const { algorithms } = configOf(database);
    const waiting = algorithms.map(
      (algorithm) => ({ ...algorithm, waitFor: "stored", waitDeadlineMs: 20_000 }) as const,
    );
    const { probe } = await openProbe(
      database,
      { batch: { maxRows: 10_000, maxBytes: 1_000_000, maxWaitMs: 60_000 } }, // nothing is sent by itself
      { ...spoolIn(directory), algorithms: waiting },
    );
    const decisions = await Promise.all(
      [1, 2, 3].map(() => probe.decide({ algorithm: "feed" }, (decision) => decision)),
    );
    expect(decisions.map(({ receipt }) => receipt.stage)).toEqual(["stored", "stored", "stored"]);
    expect(await storedIn(database)).toMatchObject({ rows: 3 });
    await probe.close();
  });
});
