import { describe, expect, it } from "vitest";
import type { Decision, DecisionRow } from "../../src/index.ts";
import { type FakeClock, fakeClock, NEW_YEAR } from "../support/fake-clock.ts";
import { recording } from "../support/recording.ts";
import { use } from "../support/seen.ts";

interface Watched {
  readonly decision: Decision;
  readonly clock: FakeClock;
  readonly calls: () => DecisionRow["calls"];
}

function watching(): Watched {
  const clock = fakeClock();
  const watched = recording(["profile.age", "book.rating", "vector.user"], { clock });
  const decision = watched.open();
  const calls = (): DecisionRow["calls"] => {
    decision.close();
    return watched.row().calls;
  };
  return { decision, clock, calls };
}

describe("data calls", () => {
  it("are recorded in order, at the time that passed since the decision was opened", () => {
    const { decision, clock, calls } = watching();
    clock.pass(2);
    decision.track("profile", {});
    clock.pass(1.5);
    decision.track("book", []);
    expect(calls()).toEqual([
      { source: "profile", how: "read", at_us: 2000, took_us: 0, count: 1 },
      { source: "book", how: "read", at_us: 3500, took_us: 0, count: 1 },
    ]);
  });

  it("to one source are one, at the time of the first, with their time in all and how many they were", () => {
    const { decision, clock, calls } = watching();
    for (const tookMs of [1.25, 2, 0.5]) {
      clock.pass(10);
      decision.track("book", {}, { tookMs });
      decision.track("profile", {});
    }
    expect(calls()).toEqual([
      { source: "book", how: "read", at_us: 10_000, took_us: 3750, count: 3 },
      { source: "profile", how: "read", at_us: 10_000, took_us: 0, count: 3 },
    ]);
  });

  it("that were declared, and then read, are two", () => {
    const { decision, calls } = watching();
    decision.uses("vector.user");
    decision.track("vector", {});
    decision.uses("vector.user");
    expect(calls().map(({ source, how, count }) => [source, how, count])).toEqual([
      ["vector", "declared", 1],
      ["vector", "read", 1],
    ]);
  });

  it.each<[string, number, number, number]>([
    ["later", NEW_YEAR + 12.5, 12_500, 1],
    ["at once", NEW_YEAR, 0, 1],
    ["before the decision was opened", NEW_YEAR - 5000, 0, 1],
    ["hours ago, for hours", NEW_YEAR + 10_000_000, 0xffff_ffff, 10_000_000],
  ])("that began %s say so, within what a row holds", (_, startedAt, at_us, tookMs) => {
    const { decision, calls } = watching();
    decision.track("profile", {}, { startedAt, tookMs });
    expect(calls()).toMatchObject([{ at_us, took_us: Math.min(tookMs * 1000, 0xffff_ffff) }]);
  });

  it("are measured to the nearest microsecond", () => {
    const { decision, calls } = watching();
    decision.track("profile", {}, { startedAt: NEW_YEAR + 0.25, tookMs: 0.0006 });
    decision.track("profile", {}, { tookMs: 0.0014 });
    expect(calls()).toMatchObject([{ at_us: 250, took_us: 2 }]);
  });

  it.each([-1, Number.NaN, -Infinity])("that took %s milliseconds were not measured", (tookMs) => {
    const { decision, calls } = watching();
    decision.track("profile", {}, { tookMs });
    expect(calls()).toMatchObject([{ took_us: 0 }]);
  });

  it("are recorded for data that is not there, too", () => {
    const { decision, calls } = watching();
    const nothing: (null | undefined)[] = [null, undefined];
    expect(nothing.map((data) => decision.track("profile", data))).toEqual(nothing);
    expect(calls()).toMatchObject([{ source: "profile", count: 2 }]);
  });

  it("to a source that nobody declared are recorded under its name, or none where that may be data", () => {
    const { decision, calls } = watching();
    decision.track("cellar", {});
    decision.track("user:alice@example.org", {});
    decision.track("13800138000", {});
    expect(calls().map(({ source, count }) => [source, count])).toEqual([
      ["cellar", 1],
      ["*", 2],
    ]);
  });
});

describe("sources that nobody declared", () => {
  it("are told apart as far as a bound, so that names made of data can't fill the memory", () => {
    const watched = recording();
    const letters = Array.from("abcdefghij");
    const names = letters.flatMap((one) => letters.map((two) => `shelf-${one}${two}`));
    const decision = watched.open();
    for (const name of names) use(decision.track(name, { book: 1 }).book);
    decision.close();
    const { calls, unregistered } = watched.row();
    const told = [...names.slice(0, 64), "*"];
    expect(calls.map(({ source }) => source)).toEqual(told);
    expect(calls.at(-1)?.count).toBe(36);
    expect(unregistered.map(({ source, name }) => `${source} ${name}`)).toEqual(
      told.map((name) => `${name} book`),
    );
  });
});

describe("read", () => {
  it("loads, tracks, and measures when and how long", async () => {
    const { decision, clock, calls } = watching();
    clock.pass(3);
    const profile = await decision.read("profile", async () => {
      clock.pass(7.25);
      await Promise.resolve();
      return { age: 12 };
    });
    expect(profile).toEqual({ age: 12 });
    await decision.read("profile", () => {
      clock.pass(1);
      return {};
    });
    expect(calls()).toEqual([{ source: "profile", how: "read", at_us: 3000, took_us: 8250, count: 2 }]);
  });

  it("hands on the error of a load that fails, unchanged, and records no call", async () => {
    const { decision, calls } = watching();
    const error = new Error("no connection");
    await expect(decision.read("profile", () => Promise.reject(error))).rejects.toBe(error);
    await expect(
      decision.read("profile", () => {
        throw error;
      }),
    ).rejects.toBe(error);
    expect(calls()).toEqual([]);
  });

  it("still loads once the decision is closed", async () => {
    const { decision, calls } = watching();
    expect(calls()).toEqual([]);
    const data = {};
    expect(await decision.read("profile", () => data)).toBe(data);
  });
});
