import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { RecentMap } from "../src/recent-map.ts";

interface Act {
  readonly key: number;
  readonly sets: boolean;
}

const KEYS = Array.from({ length: 13 }, (_, key) => key);
const scripts = fc.array(fc.record({ key: fc.nat(KEYS.length - 1), sets: fc.boolean() }), {
  maxLength: 100,
  size: "max",
});
const generations = fc.integer({ min: 1, max: 6 });

/** A map after a script: sets give each key the number of the act; tells which keys were used, in order. */
function played(
  script: readonly Act[],
  generation: number,
): { map: RecentMap<number, number>; used: number[] } {
  const map = new RecentMap<number, number>(generation);
  const used: number[] = [];
  for (const [value, { key, sets }] of script.entries()) {
    if (sets) map.set(key, value);
    if (sets || map.get(key) !== undefined) used.push(key);
  }
  return { map, used };
}

/** Which keys it holds. To look is to use, so each is looked for in a map of its own. */
function held(script: readonly Act[], generation: number): number[] {
  return KEYS.filter((key) => played(script, generation).map.get(key) !== undefined);
}

describe("a map of what was used lately", () => {
  it("gives what was set last, or nothing", () => {
    fc.assert(
      fc.property(scripts, generations, (script, generation) => {
        for (const key of KEYS) {
          const last = script.findLastIndex((act) => act.sets && act.key === key);
          expect([undefined, last]).toContain(played(script, generation).map.get(key));
        }
      }),
    );
  });

  it("holds a generation of what was used last, whatever was used before", () => {
    fc.assert(
      fc.property(scripts, generations, (script, generation) => {
        const { used } = played(script, generation);
        const latest = [...new Set(used.toReversed())].slice(0, generation);
        expect(held(script, generation)).toEqual(expect.arrayContaining(latest));
      }),
    );
  });

  it("holds two generations at most", () => {
    fc.assert(
      fc.property(scripts, generations, (script, generation) => {
        expect(held(script, generation).length).toBeLessThanOrEqual(2 * generation);
      }),
    );
  });

  it("forgets everything when it is cleared", () => {
    const map = new RecentMap<number, number>(2);
    for (const key of [1, 2, 3]) map.set(key, key);
    map.clear();
    expect([1, 2, 3].map((key) => map.get(key))).toEqual([undefined, undefined, undefined]);
  });
});
