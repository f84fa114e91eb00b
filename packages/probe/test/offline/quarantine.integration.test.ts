import { createClient } from "@clickhouse/client";
import { describe, expect } from "vitest";
import type { TestDatabase } from "../../../../test/support/database.ts";
import { listQuarantine, replayQuarantine, shipSpool } from "../../src/offline/index.ts";
import { Quarantine } from "../../src/spool/quarantine.ts";
import { migrate } from "../support/own-server.ts";
import { rowsOf, storedIn } from "../support/stored.ts";
import { nowhere, type Machine, test } from "./support/spooled.ts";

/** Changes the table of decisions, as its administrator may. */
async function alter({ database, ...server }: TestDatabase, change: string): Promise<void> {
  const admin = createClient({ ...server, database });
  await admin.command({ query: `ALTER TABLE decisions ${change}` });
  await admin.close();
}

const REFUSE_SOME = "ADD CONSTRAINT no_tens CHECK seq % 10 != 0 AND (seq < 41 OR seq > 43)";

/** Ships a spool of a hundred decisions of which the database refuses thirteen. */
async function shipRefused(database: TestDatabase, machine: Machine): Promise<void> {
  await migrate(database);
  await alter(database, REFUSE_SOME);
  const service = await machine.start(nowhere(database));
  await service.decide(100, "spooled");
  await service.kill();
  const report = await shipSpool(machine.spool, { storage: database });
  expect(report).toMatchObject({ logs: 1, sent: 87, quarantined: 13, lost: { quarantined: 13 }, left: [] });
}

const present =
  "SELECT toUInt32(count()) gaps, toUInt32(sum(rows)) rows FROM gaps WHERE cause = 'quarantined'";

describe("rows that the storage refuses", () => {
  test("are in the quarantine with the reason, and leave it once they are stored", async ({
    database,
    machine,
  }) => {
    await shipRefused(database, machine);
    const { rows, faults } = listQuarantine(machine.spool);
    expect(faults).toEqual([]);
    expect(rows.map(({ seq }) => seq)).toEqual([10, 20, 30, 40, 41, 42, 43, 50, 60, 70, 80, 90, 100]);
    expect(rows[0]).toMatchObject({ table: "decisions", service: "book-feed", code: "REJECTED" });
    expect(rows[0]?.message).toContain("VIOLATED_CONSTRAINT");
    expect(await rowsOf(database, present)).toEqual([{ gaps: 13, rows: 13 }]);

    await alter(database, "DROP CONSTRAINT no_tens");
    await alter(database, "ADD CONSTRAINT no_hundred CHECK seq != 100 AND seq != 42");
    const before = Date.now();
    const replayed = await replayQuarantine(machine.spool, { storage: database });
    expect(replayed).toMatchObject({ stored: 11, known: 0, unreadable: [], untried: 0 });
    expect(replayed.refused.map(({ seq }) => seq)).toEqual([42, 100]);
    expect(await storedIn(database)).toEqual({ rows: 98, ids: 98, firstSeq: 1, lastSeq: 99 });
    const kept = listQuarantine(machine.spool).rows;
    expect(kept.map(({ seq }) => seq)).toEqual([42, 100]);
    for (const { message, at } of kept) {
      expect(message).toContain("VIOLATED_CONSTRAINT");
      expect(at).toBeGreaterThanOrEqual(before);
    }

    await alter(database, "DROP CONSTRAINT no_hundred");
    const last = await replayQuarantine(machine.spool, { storage: database });
    expect(last).toEqual({ stored: 2, known: 0, refused: [], unreadable: [], untried: 0 });
    expect(await storedIn(database)).toEqual({ rows: 100, ids: 100, firstSeq: 1, lastSeq: 100 });
    expect(listQuarantine(machine.spool).rows).toEqual([]);
  });

  test("are not doubled when they are stored already, whoever stored them", async ({ database, machine }) => {
    await shipRefused(database, machine);
    await alter(database, "DROP CONSTRAINT no_tens");
    const { rows } = listQuarantine(machine.spool);
    await replayQuarantine(machine.spool, { storage: database });
    for (const row of rows) new Quarantine(machine.spool).put(row);
    const again = await replayQuarantine(machine.spool, { storage: database });
    expect(again).toEqual({ stored: 13, known: 13, refused: [], unreadable: [], untried: 0 });
    expect(await storedIn(database)).toMatchObject({ rows: 100, ids: 100 });
  });

  test("stay as they are when the storage can't be reached", async ({ database, machine }) => {
    await shipRefused(database, machine);
    const before = listQuarantine(machine.spool);
    const replayed = replayQuarantine(machine.spool, { storage: nowhere(database), patienceMs: 0 });
    await expect(replayed).rejects.toMatchObject({ code: "UNREACHABLE" });
    expect(listQuarantine(machine.spool)).toEqual(before);
  });
});
