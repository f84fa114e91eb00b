import { describe, expect, it } from "vitest";
import { choose, planOf } from "./plan.ts";

const { kinds } = choose(undefined, true);
const names = (seed: number): string[] =>
  planOf({ seed, kinds, hasSpool: true }).kinds.map(({ name }) => name);

describe("planOf", () => {
  it("plans the same round for the same seed", () => {
    const first = planOf({ seed: 7, kinds, hasSpool: true });
    const second = planOf({ seed: 7, kinds, hasSpool: true });
    expect(second.setup).toEqual(first.setup);
    expect(second.kinds).toEqual(first.kinds);
    expect(second.chance.next()).toBe(first.chance.next());
  });

  it("goes through every kind in as many rounds as there are kinds", () => {
    const planned = new Set(Array.from(kinds, (_, seed) => names(1000 + seed)).flat());
    expect([...planned].toSorted()).toEqual(kinds.map(({ name }) => name).toSorted());
  });

  it("has the service end in the middle of all others", () => {
    for (let seed = 0; seed < 200; seed += 1) {
      const ends = planOf({ seed, kinds, hasSpool: true }).kinds.map(({ areas }) =>
        areas.includes("service"),
      );
      expect(ends.slice(0, -1)).not.toContain(true);
    }
  });

  it("never takes the same thing away twice at a time", () => {
    for (let seed = 0; seed < 200; seed += 1) {
      const areas = planOf({ seed, kinds, hasSpool: true }).kinds.flatMap((kind) => kind.areas);
      expect(new Set(areas).size).toBe(areas.length);
    }
  });
});

describe("choose", () => {
  it("refuses a kind that is not there and names those that are", () => {
    expect(() => choose(["service-kil"], true)).toThrow(
      /no kind of fault "service-kil", there are .*service-kill/,
    );
  });

  it("says what does not run, and why", () => {
    expect(choose(["spool-full", "refuse"], false)).toMatchObject({
      kinds: [{ name: "refuse" }],
      left: ["spool-full does not run: it needs a spool"],
    });
  });
});
