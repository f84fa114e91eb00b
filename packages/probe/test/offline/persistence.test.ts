import { ClickHouseStoreError } from "@probity/clickhouse";
import { describe, expect, it } from "vitest";
import { persistence, type PersistOptions, type Waiting } from "../../src/offline/persistence.ts";
import { ManualTimers } from "../support/manual-timers.ts";

const down = new ClickHouseStoreError("UNREACHABLE", "cannot reach ClickHouse: ECONNREFUSED");
const forbidden = new ClickHouseStoreError("FORBIDDEN", "this user may not");

/** A persistence with a clock of its own, whose pauses are as long as they can be, and what it told. */
function patient(given: Partial<PersistOptions> = {}) {
  const timers = new ManualTimers();
  const waits: Waiting[] = [];
  const onWait = (waiting: Waiting): void => void waits.push(waiting);
  const persist = persistence({ timers, random: () => 1, onWait, ...given });
  return { timers, waits, persist };
}

/** An attempt that fails so many times, and how often it was made. */
function failing(times: number, failure: Error = down) {
  const attempt = { made: 0, run: () => Promise.resolve() };
  attempt.run = () => {
    attempt.made += 1;
    return attempt.made <= times ? Promise.reject(failure) : Promise.resolve();
  };
  return attempt;
}

describe("persistence", () => {
  it("tries again until it goes well, with pauses that double up to five seconds", async () => {
    const { timers, waits, persist } = patient();
    const attempt = failing(8);
    const done = persist(attempt.run);
    await timers.pass(60_000);
    await done;
    expect(attempt.made).toBe(9);
    expect(waits.map(({ pauseMs }) => pauseMs)).toEqual([100, 200, 400, 800, 1_600, 3_200, 5_000, 5_000]);
    expect(waits[0]?.fault).toEqual({ code: "UNREACHABLE", message: down.message });
  });

  it("gives up with the last failure once its patience is over, and not before a last attempt", async () => {
    const { timers, waits, persist } = patient({ patienceMs: 1_000 });
    const attempt = failing(Infinity);
    const done = expect(persist(attempt.run)).rejects.toBe(down);
    await timers.pass(999);
    const { made } = attempt;
    await timers.pass(1);
    await done;
    expect(attempt.made).toBe(made + 1);
    expect(waits.reduce((sum, { pauseMs }) => sum + pauseMs, 0)).toBe(1_000);
    expect(timers.waiting).toBe(0);
  });

  it("has its whole patience anew after what went well", async () => {
    const { timers, persist } = patient({ patienceMs: 1_000 });
    for (let outage = 1; outage <= 3; outage += 1) {
      const done = persist(failing(3).run);
      await timers.pass(900);
      await done;
    }
  });

  it.each([forbidden, new TypeError("a fault of ours")])(
    "throws at once what no waiting helps: %s",
    async (failure) => {
      const { waits, persist } = patient();
      const attempt = failing(1, failure);
      await expect(persist(attempt.run)).rejects.toBe(failure);
      expect({ made: attempt.made, waits }).toEqual({ made: 1, waits: [] });
    },
  );

  it("ends in the middle of a pause when it is told to, with the reason", async () => {
    const controller = new AbortController();
    const { timers, waits, persist } = patient({ signal: controller.signal });
    const done = expect(persist(failing(Infinity).run)).rejects.toThrow("enough");
    await timers.pass(150);
    controller.abort(new Error("enough"));
    await done;
    expect(waits).toHaveLength(2);
    expect(timers.waiting).toBe(0);
  });

  it("starts nothing after it was told to end", async () => {
    const { persist } = patient({ signal: AbortSignal.abort(new Error("enough")) });
    const attempt = failing(0);
    await expect(persist(attempt.run)).rejects.toThrow("enough");
    expect(attempt.made).toBe(0);
  });
});
