import type { Config } from "@probity/config";
import { describe, expect } from "vitest";
import { test as withDatabase } from "../../../test/support/database.ts";
import { eventually } from "./support/eventually.ts";
import { decideTimes, openProbe } from "./support/open-probe.ts";
import type { TestStorage } from "./support/probe-config.ts";
import { migrate } from "./support/own-server.ts";
import { rowsOf, storedIn } from "./support/stored.ts";

const test = withDatabase.extend<{ storage: TestStorage }>({
  storage: async ({ database }, use) => {
    await migrate(database);
    await use(database);
  },
});

const limits: [string, Partial<Config["storage"]>][] = [
  ["usual batches", {}],
  ["batches of one row", { batch: { maxRows: 1, maxBytes: 1, maxWaitMs: 1 } }],
  ["batches of seven rows", { batch: { maxRows: 7, maxBytes: 65_536, maxWaitMs: 1 } }],
  [
    "batches that nothing but the end sends",
    { batch: { maxRows: 1_000_000, maxBytes: 65_536, maxWaitMs: 60_000 } },
  ],
];

describe("close", () => {
  test.for(limits)("stores every decision once, in %s", async ([, given], { storage }) => {
    for (let round = 1; round <= 3; round += 1) {
      const { probe, faults } = await openProbe(storage, given);
      decideTimes(probe, 100);
      await new Promise((resolve) => setImmediate(resolve));
      decideTimes(probe, 23);
      await expect(probe.close()).resolves.toEqual({ stored: 123, left: 0, spooled: 0, lost: 0 });
      expect(await storedIn(storage)).toEqual({
        rows: 123 * round,
        ids: 123 * round,
        firstSeq: 1,
        lastSeq: 123,
      });
      expect(faults).toEqual([]);
    }
  });

  test("counts what closes after it", async ({ storage }) => {
    const { probe } = await openProbe(storage);
    const late = probe.open({ algorithm: "feed" });
    await probe.close();
    late.close();
    await expect(probe.close()).resolves.toEqual({ stored: 0, left: 0, spooled: 0, lost: 0 });
    expect(probe.counters.lost).toEqual(new Map([["closed", 1]]));
  });
});

describe("flush", () => {
  test("has stored what was recorded before it", async ({ storage }) => {
    const { probe } = await openProbe(storage, {
      batch: { maxRows: 1_000, maxBytes: 65_536, maxWaitMs: 60_000 },
    });
    decideTimes(probe, 10);
    await expect(probe.flush()).resolves.toEqual({ stored: 10, left: 0, spooled: 0, lost: 0 });
    expect(await storedIn(storage)).toMatchObject({ rows: 10 });
    await probe.close();
  });
});

test("stores within the time that a row may wait, without being asked to", async ({ storage }) => {
  const { probe } = await openProbe(storage, { batch: { maxRows: 1_000, maxBytes: 65_536, maxWaitMs: 20 } });
  decideTimes(probe, 3);
  await eventually(() => probe.counters.stored).toBe(3);
  expect(probe.counters.pendingBytes).toBe(0);
  await probe.close();
});

test("registers the catalog before the first decision, once however many instances start", async ({
  storage,
}) => {
  for (let instance = 0; instance < 2; instance += 1) {
    const { probe } = await openProbe(storage);
    decideTimes(probe, 1);
    await probe.close();
  }
  const rows = await rowsOf(
    storage,
    `SELECT feature, source, system, dataset, tags FROM catalog_features
     WHERE catalog IN (SELECT catalog FROM decisions) ORDER BY number`,
  );
  const shared = { source: "profile", system: "postgresql", dataset: "readers" };
  expect(rows).toEqual([
    { feature: "profile.age", ...shared, tags: false },
    { feature: "profile.interests[]", ...shared, tags: true },
  ]);
});

test("shows in the metrics what happened", async ({ storage }) => {
  const { probe, registry } = await openProbe(storage);
  decideTimes(probe, 5);
  await probe.flush();
  const metrics = await registry.metrics();
  expect(metrics).toContain('probity_decisions_recorded_total{algorithm="feed"} 5');
  expect(metrics).toContain("probity_decisions_stored_total 5");
  expect(metrics).toContain("probity_storage_up 1");
  expect(metrics).toContain("probity_pending_bytes 0");
  expect(metrics).toContain("probity_insert_duration_seconds_count 1");
  await probe.close();
});
