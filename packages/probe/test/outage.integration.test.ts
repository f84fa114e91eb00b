import { describe, expect } from "vitest";
import { answering, forwarding } from "./support/answering.ts";
import { eventually } from "./support/eventually.ts";
import { decideTimes, openProbe } from "./support/open-probe.ts";
import { test } from "./support/own-server.ts";
import { storedIn } from "./support/stored.ts";

const small = { batch: { maxRows: 50, maxBytes: 8_192, maxWaitMs: 10 } };

describe("a server that is down at the start", () => {
  test("gets everything once it is up", async ({ server }) => {
    await server.now.stop();
    const { probe, faults } = await openProbe(server.storage, small);
    decideTimes(probe, 200);
    await eventually(() => faults.length).toBeGreaterThan(0);
    expect(probe.counters.stored).toBe(0);
    expect(probe.counters.circuit).toMatch(/^(?:half_)?open$/);
    await server.start();
    await expect(probe.close({ deadlineMs: 30_000 })).resolves.toEqual({
      stored: 200,
      left: 0,
      spooled: 0,
      lost: 0,
    });
    expect(probe.counters.circuit).toBe("closed");
    expect(await storedIn(server.storage)).toEqual({ rows: 200, ids: 200, firstSeq: 1, lastSeq: 200 });
  });
});

describe("a server that is killed and started again, over and over", () => {
  test("has every decision once", async ({ server }) => {
    const { probe } = await openProbe(server.storage, small);
    for (let kill = 1; kill <= 4; kill += 1) {
      decideTimes(probe, 500);
      // In the middle of the work: some of it is stored, and more is to come.
      await expect
        .poll(() => probe.counters.stored, { interval: 1, timeout: 20_000 })
        .toBeGreaterThan((kill - 1) * 500);
      await server.now.kill();
      await server.start();
    }
    const { stored, left, spooled, lost } = await probe.close({ deadlineMs: 30_000 });
    expect({ stored, left, spooled, lost }).toEqual({ stored: 2_000, left: 0, spooled: 0, lost: 0 });
    expect(await storedIn(server.storage)).toEqual({ rows: 2_000, ids: 2_000, firstSeq: 1, lastSeq: 2_000 });
  });
});

describe("a connection that breaks when the server has stored a batch and not yet said so", () => {
  test("doubles nothing", async ({ server }) => {
    const tokens: string[] = [];
    const isFirstTime = ({ searchParams }: URL): boolean => {
      const token = searchParams.get("insert_deduplication_token");
      return token !== null && !tokens.includes(token) && tokens.push(token) > 0;
    };
    await answering(forwarding(server.storage.url, isFirstTime), async (url) => {
      const { probe } = await openProbe({ ...server.storage, url }, small);
      decideTimes(probe, 200);
      await expect(probe.close({ deadlineMs: 30_000 })).resolves.toEqual({
        stored: 200,
        left: 0,
        spooled: 0,
        lost: 0,
      });
    });
    expect(tokens.length).toBeGreaterThan(4); // the catalog's, and a batch for every fifty rows
    expect(await storedIn(server.storage)).toEqual({ rows: 200, ids: 200, firstSeq: 1, lastSeq: 200 });
  });
});

describe("a server that hangs", () => {
  test("holds up neither the service nor, beyond its deadline, the end of the probe", async ({ server }) => {
    const { probe } = await openProbe(server.storage, small);
    decideTimes(probe, 100);
    await probe.flush();
    server.now.pause();

    decideTimes(probe, 100);
    await eventually(() => probe.counters.pendingRows).toBe(100); // handed over, and on its way to nowhere
    let turns = 0;
    const turn = setInterval(() => (turns += 1), 1);
    decideTimes(probe, 1_000); // returns, although nothing can be stored
    await eventually(() => turns).toBeGreaterThan(20); // the event loop goes round
    clearInterval(turn);

    await expect(probe.close({ deadlineMs: 200 })).resolves.toEqual({
      stored: 100,
      left: 0,
      spooled: 0,
      lost: 1_100,
    });
    expect(probe.counters.lost).toEqual(new Map([["deadline", 1_100]]));
    server.now.resume();
  });

  test("stores everything once when it goes on, whatever had timed out", async ({ server }) => {
    const { probe } = await openProbe(server.storage, small);
    server.now.pause();
    decideTimes(probe, 300);
    await eventually(() => probe.counters.pendingRows).toBe(300);
    server.now.resume();
    await expect(probe.close()).resolves.toEqual({ stored: 300, left: 0, spooled: 0, lost: 0 });
    expect(await storedIn(server.storage)).toMatchObject({ rows: 300, ids: 300 });
  });
});
