import { describe, expect } from "vitest";
import { shipSpool } from "../../src/offline/index.ts";
import { migrate } from "../support/own-server.ts";
import { rowsOf, storedIn } from "../support/stored.ts";
import { nowhere, pathsIn, test } from "./support/spooled.ts";

const none = { sent: 0, known: 0, quarantined: 0, lost: {} };
const others = {};
const whole = { ...none, logs: 1, others, left: [] };

describe("shipSpool", () => {
  test("stores what a killed service left, once, with a gap for what it had only begun", async ({
    database,
    machine,
  }) => {
    await migrate(database);
    const service = await machine.start(nowhere(database));
    await service.begin(3);
    expect(await service.decide(500, "spooled")).toBe("spooled");
    await service.kill();

    const report = await shipSpool(machine.spool, { storage: database });
    expect(report).toEqual({ ...whole, sent: 500, lost: { unclean_end: 3 } });
    expect(await storedIn(database)).toEqual({ rows: 500, ids: 500, firstSeq: 1, lastSeq: 500 });
    const gaps = "SELECT of, cause, toUInt32(first_seq) first, toUInt32(last_seq) last FROM gaps";
    expect(await rowsOf(database, gaps)).toEqual([
      { of: "decisions", cause: "unclean_end", first: 501, last: 503 },
    ]);
    expect(await pathsIn(machine.spool)).toEqual(["probity-spool.json"]);
    expect(await shipSpool(machine.spool, { storage: database })).toEqual({ ...whole, logs: 0, others: {} });
  });

  test("leaves the log of a live service alone, and names it", async ({ database, machine }) => {
    await migrate(database);
    const live = await machine.start(nowhere(database));
    await live.decide(20, "spooled");
    const [log] = (await pathsIn(machine.spool)).filter((path) => /^[0-9a-f-]{36}$/.test(path));
    const dead = await machine.start(nowhere(database));
    await dead.decide(10, "spooled");
    await dead.kill();

    const { left, ...report } = await shipSpool(machine.spool, { storage: database });
    expect(report).toEqual({ ...none, logs: 1, sent: 10, others });
    expect(left).toEqual([{ log, code: "IN_USE", message: "its process lives, and ships it itself" }]);
    expect(await live.decide(1, "spooled")).toBe("spooled");
    expect(await storedIn(database)).toMatchObject({ rows: 10, ids: 10 });
  });

  test("leaves everything as it was without a storage", async ({ database, machine }) => {
    const service = await machine.start(nowhere(database));
    await service.decide(10, "spooled");
    await service.kill();
    const before = await pathsIn(machine.spool);
    const waits: string[] = [];
    const shipped = shipSpool(machine.spool, {
      storage: nowhere(database),
      patienceMs: 300,
      onWait: ({ fault }) => waits.push(fault.code),
    });
    await expect(shipped).rejects.toMatchObject({ name: "ClickHouseStoreError", code: "UNREACHABLE" });
    expect(new Set(waits)).toEqual(new Set(["UNREACHABLE"]));
    expect(await pathsIn(machine.spool)).toEqual(before);
  });
});
