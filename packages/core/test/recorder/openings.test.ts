import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Openings } from "../../src/openings.ts";
import { catalogOf, FEED, HOME, recording } from "../support/recording.ts";

const HOT = { ...FEED, id: "hot", purpose: "search" } as const;
const PUSH = { ...HOME, id: "push", surface: "push" } as const;

const openings = (): Openings =>
  new Openings({ catalog: catalogOf([]), algorithms: [FEED, HOT], outlets: [HOME, PUSH], judge: undefined });

describe("what a decision is opened with", () => {
  it("is its own, however often others were opened with something else", () => {
    const option = fc.record({
      algorithm: fc.constantFrom("feed", "hot", "ghost"),
      outlet: fc.constantFrom(undefined, "home", "push", "moon"),
      purpose: fc.constantFrom(undefined, "content" as const, "pricing" as const, "fun" as never),
      route: fc.oneof(
        fc.constantFrom(undefined, "", "/a", "\ud800"),
        fc.nat(200).map((n) => `/r${n}`),
      ),
    });
    fc.assert(
      fc.property(fc.array(option, { maxLength: 150, size: "max" }), (all) => {
        const { open, rows } = recording([], { algorithms: [FEED, HOT], outlets: [HOME, PUSH] });
        for (const options of all) open(options).close();
        const told = rows().map((row) => [row.algorithm, row.outlet, row.surface, row.purpose, row.route]);
        const wanted = all.map(({ algorithm, outlet, purpose, route = "" }) => [
          algorithm,
          outlet === "moon" ? "" : (outlet ?? ""),
          { home: "feed", push: "push", moon: "other", none: "other" }[outlet ?? "none"],
          purpose === undefined || purpose === ("fun" as never)
            ? { feed: "content", hot: "search", ghost: "content" }[algorithm]
            : purpose,
          route === "\ud800" ? "" : route,
        ]);
        expect(told).toEqual(wanted);
        const faults = all.map(({ algorithm, outlet, purpose, route }) => [
          ...(algorithm === "ghost" ? ["algorithm"] : []),
          ...(outlet === "moon" ? ["outlet"] : []),
          ...(purpose === ("fun" as never) ? ["purpose"] : []),
          ...(route === "\ud800" ? ["route"] : []),
        ]);
        expect(rows().map(({ input_faults }) => input_faults.toSorted())).toEqual(faults);
      }),
      { numRuns: 40 },
    );
  });

  it("is at an outlet of those that are configured, and the recorder says which are", () => {
    const { recorder } = recording([], { outlets: [HOME] });
    expect(["home", "push", "", "constructor"].map((id) => recorder.hasOutlet(id))).toEqual([
      true,
      false,
      false,
      false,
    ]);
  });

  it("is made once for each of a service's routes", () => {
    const made = openings();
    const options = { algorithm: "feed", outlet: "home", route: "/a" };
    expect(made.of({ ...options })).toBe(made.of({ ...options }));
    expect(made.of({ ...options, route: "/b" })).not.toBe(made.of({ ...options }));
  });

  it("is remembered for so many routes of an algorithm, and not at all for unknown algorithms", () => {
    const made = openings();
    const isRemembered = (algorithm: string, route: string): boolean =>
      made.of({ algorithm, route }) === made.of({ algorithm, route });
    const routes = Array.from({ length: 100 }, (_, n) => `/r${n}`);
    expect(routes.filter((route) => isRemembered("feed", route))).toEqual(routes.slice(0, 64));
    expect(isRemembered("hot", "/r99")).toBe(true);
    expect(isRemembered("ghost", "/r0")).toBe(false);
  });
});
