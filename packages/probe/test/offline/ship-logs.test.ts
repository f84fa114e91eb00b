import { mkdirSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { ClickHouseStoreError } from "@probity/clickhouse";
import { describe, expect } from "vitest";
import { shipLogs, type ShipLogsOptions, type ShipProgress } from "../../src/offline/ship-spool.ts";
import { claimLog } from "../../src/spool/claim.ts";
import type { SequenceRange } from "../../src/worker/batch-store.ts";
import { test } from "../spool/support/directory.ts";
import { decisions, openLog } from "../spool/support/logs.ts";
import { MemoryStore, Rejection } from "../support/memory-store.ts";

const WRITERS = [1, 2, 3].map((n) => `${n}0000000-0000-4000-8000-000000000000`);

/** A spool in which processes left a log with ten decisions each. */
async function spoolOf(root: string, writers: readonly string[]): Promise<string> {
  await (await claimLog(root, "90000000-0000-4000-8000-000000000000")).release();
  for (const writer of writers) {
    mkdirSync(join(root, writer));
    const log = openLog(join(root, writer), { writer });
    log.append([decisions(1, 10)]);
    log.end();
  }
  return root;
}

/** A storage in memory, which tells writers apart. */
function storing(given: Partial<ShipLogsOptions> = {}): ShipLogsOptions & { readonly store: MemoryStore } {
  const store = new MemoryStore();
  const lookUp = store.storedSequences.bind(store);
  store.storedSequences = (range: SequenceRange) =>
    store.inserts.some(({ token }) => token.startsWith(range.writer)) ? lookUp(range) : Promise.resolve([]);
  const access = { ...given, store: Object.assign(store, { sequenceCounts: () => Promise.resolve([]) }) };
  return {
    persist: async (attempt) => {
      await attempt();
    },
    now: () => 1_700_000_000_000,
    ...access,
  };
}

const none = { sent: 0, known: 0, quarantined: 0, lost: {} };
const nothing = { ...none, logs: 0, others: {}, left: [] };

describe("shipLogs", () => {
  test("ships the logs one after the other, and tells of each before", async ({ directory }) => {
    const root = await spoolOf(directory, WRITERS);
    const progress: ShipProgress[] = [];
    const options = storing({ onProgress: (each) => progress.push(each) });
    expect(await shipLogs(root, options)).toEqual({ ...nothing, logs: 3, sent: 30 });
    expect(progress).toEqual(
      WRITERS.map((log, index) => ({ log, number: index + 1, of: 3, bytes: expect.any(Number) })),
    );
    expect(options.store.inserts.map(({ token }) => token)).toEqual(
      WRITERS.map((writer) => `${writer}:1:1-10`),
    );
    expect(readdirSync(root)).toEqual(["probity-spool.json"]);
  });

  test("gives up when the storage fails, and puts every log back that is not stored whole", async ({
    directory,
  }) => {
    const root = await spoolOf(directory, WRITERS);
    const failure = new ClickHouseStoreError("UNREACHABLE", "the connection broke");
    const options = storing({
      persist: async (attempt) => {
        if (options.store.inserts.length === 1) throw failure;
        await attempt();
      },
    });
    const { left, ...report } = await shipLogs(root, options);
    expect({ ...report, left: [] }).toEqual({ ...nothing, logs: 1, sent: 10 });
    const fault = { code: "UNREACHABLE", message: "the connection broke" };
    expect(left).toEqual(WRITERS.slice(1).map((log) => ({ log, ...fault })));
    expect(readdirSync(root)).toEqual([...WRITERS.slice(1), "probity-spool.json"]);
  });

  test("goes on with the other logs when one can't be shipped", async ({ directory }) => {
    const root = await spoolOf(directory, WRITERS);
    const newer = new ClickHouseStoreError("INVALID_ARGUMENT", "a newer Probity wrote them");
    let attempts = 0;
    const options = storing({
      persist: async (attempt) => {
        attempts += 1;
        if (attempts === 2) throw newer;
        await attempt();
      },
    });
    const { left, ...report } = await shipLogs(root, options);
    expect(report).toMatchObject({ logs: 2, sent: 20 });
    expect(left).toEqual([{ log: WRITERS[1], code: "INVALID_ARGUMENT", message: newer.message }]);
  });

  test("stops after the log that it is told to stop at, and says which are left", async ({ directory }) => {
    const root = await spoolOf(directory, WRITERS);
    const controller = new AbortController();
    const options = storing({
      signal: controller.signal,
      persist: async (attempt) => {
        await attempt();
        controller.abort();
      },
    });
    const { left, ...report } = await shipLogs(root, options);
    expect(report).toMatchObject({ logs: 1, sent: 10 });
    const fault = { code: "INTERRUPTED", message: "it was told to stop before this log was stored whole" };
    expect(left).toEqual(WRITERS.slice(1).map((log) => ({ log, ...fault })));
  });

  test("keeps what the storage refuses in the quarantine, and counts it", async ({ directory }) => {
    const root = await spoolOf(directory, WRITERS.slice(0, 1));
    const options = storing();
    options.store.bad.add(7);
    expect(await shipLogs(root, options)).toEqual({
      ...nothing,
      logs: 1,
      sent: 9,
      quarantined: 1,
      lost: { quarantined: 1 },
    });
    expect(readdirSync(join(root, "quarantine"))).toEqual([`${WRITERS[0]}-1-decisions-7.row`]);
  });

  test("keeps every log when the storage refuses everything", async ({ directory }) => {
    const root = await spoolOf(directory, WRITERS.slice(0, 1));
    const options = storing();
    options.store.insertBatch = () => Promise.reject(new Rejection());
    mkdirSync(join(root, WRITERS[1] ?? ""));
    const log = openLog(join(root, WRITERS[1] ?? ""), { writer: WRITERS[1] ?? "" });
    log.append([decisions(1, 200)]);
    log.end();
    const { left } = await shipLogs(root, options);
    expect(left).toMatchObject([{ log: WRITERS[1], code: "STORAGE_UNFIT" }]);
    expect(readdirSync(root)).toContain(WRITERS[1]);
  });

  test("leaves the log of a live process where it is", async ({ directory }) => {
    const root = await spoolOf(directory, WRITERS.slice(0, 1));
    const claim = await claimLog(root, WRITERS[1] ?? "");
    const { left, ...report } = await shipLogs(root, storing());
    expect(report).toMatchObject({ logs: 1, sent: 10 });
    expect(left).toEqual([
      { log: WRITERS[1], code: "IN_USE", message: "its process lives, and ships it itself" },
    ]);
    await claim.release();
  });
});
