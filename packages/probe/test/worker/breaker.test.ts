import { describe, expect, it } from "vitest";
import { Breaker } from "../../src/worker/breaker.ts";
import { ManualTimers, settled } from "../support/manual-timers.ts";

/** A breaker in front of a store that fails so many times, then works. */
function breaking(failures: number, random = (): number => 1) {
  const timers = new ManualTimers();
  const told: string[] = [];
  const breaker = new Breaker({ timers, random, onChange: (circuit) => void told.push(circuit) });
  const tries: number[] = [];
  const attempt = (name = ""): Promise<string> =>
    breaker.attempt(() => {
      tries.push(timers.now());
      return failures-- > 0 ? Promise.reject(new Error("no")) : Promise.resolve(name);
    });
  const persist = async (name = ""): Promise<void> => {
    for (;;) {
      try {
        told.push(`done ${await attempt(name)}`);
        return;
      } catch {
        told.push(`failed at ${timers.now()}`);
      }
    }
  };
  return { breaker, timers, told, tries, attempt, persist };
}

describe("Breaker", () => {
  it("lets attempts through as long as they go well", async () => {
    const { attempt, told } = breaking(0);
    await expect(Promise.all([attempt("a"), attempt("b")])).resolves.toEqual(["a", "b"]);
    expect(told).toEqual(["closed"]);
  });

  it("pauses after each failure, twice as long each time, up to five seconds", async () => {
    const { persist, timers, tries } = breaking(12);
    const done = persist();
    await timers.pass(200_000);
    await done;
    const pauses = [100, 200, 400, 800, 1600, 3200, 5000, 5000, 5000, 5000, 5000, 5000];
    let at = 0;
    expect(tries).toEqual([0, ...pauses.map((pause) => (at += pause))]);
  });

  it("draws each pause by lot, so that writers don't come back in step", async () => {
    const { persist, timers, tries } = breaking(2, () => 0.25);
    const done = persist();
    await timers.pass(1_000);
    await done;
    expect(tries).toEqual([0, 25, 75]);
  });

  it("says how the way stands: open after a failure, half open for one attempt, closed when that went well", async () => {
    const { persist, timers, told } = breaking(2);
    const done = persist("a");
    await timers.pass(1_000);
    await done;
    expect(told).toEqual([
      "open",
      "failed at 0",
      "half_open",
      "open",
      "failed at 100",
      "half_open",
      "closed",
      "done a",
    ]);
  });

  it("sends one attempt to a server that failed, and the others only when that went well", async () => {
    const { persist, timers, tries } = breaking(3);
    const all = ["a", "b", "c"].map(persist); // the first three are under way at once
    await settled();
    expect(tries).toEqual([0, 0, 0]);
    await timers.pass(100);
    await Promise.all(all);
    expect(tries).toEqual([0, 0, 0, 100, 100, 100]);
  });

  it("keeps the others waiting while the one attempt fails again", async () => {
    const { persist, timers, tries } = breaking(4);
    const all = ["a", "b", "c"].map(persist);
    await timers.pass(100);
    expect(tries).toEqual([0, 0, 0, 100]);
    await timers.pass(200);
    await Promise.all(all);
    expect(tries).toEqual([0, 0, 0, 100, 300, 300, 300]);
  });

  it("cuts a pause short for whoever waits with a deadline, and pauses a second at most from then on", async () => {
    const { breaker, persist, timers, tries } = breaking(12);
    const done = persist();
    await timers.pass(21_300); // the tenth attempt has failed; the next is five seconds away
    tries.length = 0;
    void breaker.hurry(done, 60_000);
    await timers.pass(2_000);
    await done;
    expect(tries).toEqual([21_300, 22_300, 23_300]);
    expect(timers.waiting).toBe(0);
  });

  it("goes back to long pauses when the deadline of whoever waited is over", async () => {
    const { breaker, persist, timers, tries } = breaking(20);
    const done = persist();
    await timers.pass(21_300);
    tries.length = 0;
    void breaker.hurry(done, 1_500);
    await timers.pass(7_000);
    expect(tries).toEqual([21_300, 22_300, 23_300, 28_300]);
  });

  it("says nothing of the way before it was tried", async () => {
    const { breaker, attempt } = breaking(0);
    expect(breaker.circuit).toBeUndefined();
    await attempt();
    expect(breaker.circuit).toBe("closed");
  });

  it("starts nothing any more once it is closed", async () => {
    const { breaker, attempt, tries } = breaking(0);
    breaker.close();
    void attempt();
    await settled();
    expect(tries).toEqual([]);
  });
});
