import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { describe, expect, it } from "vitest";
import type { Decision } from "../../src/index.ts";
import { recording } from "../support/recording.ts";

setFlagsFromString("--expose-gc");
const collect = runInNewContext("gc") as () => void;

/** Lets go of everything that nothing holds any more. */
async function collected(): Promise<void> {
  for (let round = 0; round < 3; round += 1) {
    // A WeakRef that was looked at is held until the end of the turn.
    await new Promise(setImmediate);
    collect();
  }
}

describe("reads after the decision was closed", () => {
  it("give the right values, change no record, and are counted with the next one", () => {
    const watched = recording(["profile.age", "profile.address.city", "profile.tags[]", "profile.map.*"]);
    const decision = watched.open();
    const data = {
      age: 3,
      address: { city: "X" },
      tags: new Set(["a"]),
      map: new Map([["k", 1]]),
      list: [{ x: 1 }],
    };
    const profile = decision.track("profile", data);
    decision.close();
    expect(watched.row().features_read).toEqual([]);
    expect(profile).toEqual(data);
    expect(profile.address.city).toBe("X");
    expect([...profile.tags]).toEqual(["a"]);
    expect(profile.map.get("k")).toBe(1);
    expect(profile.list.map(({ x }) => x)).toEqual([1]);
    expect(watched.row().features_read).toEqual([]);
    expect(watched.recorder.counters.lateReads).toBeGreaterThan(0);
  });

  it("keep to the language's rules on frozen objects", () => {
    const decision = recording(["profile.address.city"]).open();
    const data = Object.freeze({ address: Object.freeze({ city: "X" }), list: Object.freeze([{ x: 1 }]) });
    const profile = decision.track("profile", data);
    expect(Object.isFrozen(profile)).toBe(true);
    expect(Object.isFrozen(profile.list)).toBe(true);
    const { address } = profile;
    decision.close();
    expect(profile.address).toBe(address);
    expect(profile.address.city).toBe("X");
    expect(Object.getOwnPropertyDescriptor(profile, "address")?.value).toBe(address);
    expect(profile.list[0]?.x).toBe(1);
    expect(Object.isFrozen(profile)).toBe(true);
    expect({ ...profile }).toEqual(data);
  });

  it("that only pass the object on are not counted", () => {
    const watched = recording(["profile.age"]);
    const decision = watched.open();
    const profile = decision.track("profile", { age: 3 });
    decision.close();
    expect([profile].includes(profile)).toBe(true);
    expect(watched.recorder.counters.lateReads).toBe(0);
  });
});

describe("memory", () => {
  it("nothing holds a decision and what it tracked, once the service let go of them", async () => {
    const watched = recording(["profile.age"]);
    const held: WeakRef<object>[] = [];
    const serve = (): void => {
      const decision = watched.open({ subject: { id: "u1", age: 12 } });
      const data = {
        age: 3,
        address: { city: "X" },
        frozen: Object.freeze({ a: {} }),
        tags: new Set([{ t: 1 }]),
      };
      const profile = decision.track("profile", data);
      JSON.stringify([profile, ...profile.tags]);
      decision.close();
      held.push(new WeakRef(decision), new WeakRef(data), new WeakRef(profile), new WeakRef(data.address));
      held.push(new WeakRef(profile.address), new WeakRef(data.frozen));
    };
    for (let request = 0; request < 5; request += 1) serve();
    await collected();
    // What is kept for speed may hold the last one.
    expect(held.slice(0, -6).filter((ref) => ref.deref() !== undefined)).toEqual([]);
  });

  it("a decision that is never closed is let go of as well", async () => {
    const watched = recording(["profile.age"]);
    const serve = (): WeakRef<Decision> => {
      const decision = watched.open();
      decision.track("profile", { age: 3 });
      return new WeakRef(decision);
    };
    const decision = serve();
    await collected();
    expect(decision.deref()).toBe(undefined);
  });

  it("a part that the service keeps does not keep the rest of what was tracked", async () => {
    const watched = recording(["profile.age"]);
    const kept: unknown[] = [];
    const rest: WeakRef<object>[] = [];
    const serve = (): void => {
      const decision = watched.open();
      const data = { address: { city: "X" }, history: Array.from({ length: 1000 }, (_, n) => ({ n })) };
      const profile = decision.track("profile", data);
      kept.push(profile.address);
      JSON.stringify(profile);
      rest.push(new WeakRef(data.history));
      decision.close();
    };
    for (let request = 0; request < 5; request += 1) serve();
    await collected();
    expect(kept).toHaveLength(5);
    expect(rest.slice(0, -1).filter((ref) => ref.deref() !== undefined)).toEqual([]);
  });
});
