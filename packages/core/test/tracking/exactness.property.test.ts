import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ReadModel } from "../support/read-model.ts";
import { placeName, seen } from "../support/seen.ts";
import { runs } from "../support/runs.ts";

const { value: anything } = fc.letrec<{ value: unknown; object: unknown; list: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 5, withCrossShrink: true },
    fc.constantFrom<unknown>(1, "x", null, undefined, false),
    tie("object"),
    tie("list"),
  ),
  object: fc.dictionary(fc.constantFrom("a", "b", "c"), tie("value"), { maxKeys: 3 }),
  list: fc.array(tie("value"), { maxLength: 3 }),
}));

const data = anything.filter((value): value is object => typeof value === "object" && value !== null);

const step = fc.constantFrom("a", "b", "c", "*", "[]");
const feature = fc
  .array(step, { minLength: 1, maxLength: 5 })
  .map((steps) => steps.join(".").replaceAll(".[]", "[]"));

const key = fc.constantFrom("a", "b", "c", "0", "1", "zz");
const visit = fc.record({
  how: fc.constantFrom("walk", "stringify", "list"),
  keys: fc.array(key, { maxLength: 6 }),
});

/** What the service does: follows the keys as far as they lead, then looks at what is there. */
function go(tracked: unknown, how: string, keys: readonly string[]): void {
  let at: unknown = tracked;
  for (const each of keys) {
    if (typeof at !== "object" || at === null) return;
    at = Reflect.get(at, each);
  }
  if (how === "stringify") JSON.stringify(at);
  if (how === "list" && typeof at === "object" && at !== null) Object.keys(at);
}

function wholeNames(places: ReadonlySet<string>): string[] {
  return [...places].map((place) => placeName("profile", place)).toSorted();
}

describe("what the record says of reads", () => {
  it("is exactly what was read: no more, and no less", { timeout: 60_000 }, () => {
    fc.assert(
      fc.property(
        data,
        fc.uniqueArray(feature, { maxLength: 6 }),
        fc.array(visit, { maxLength: 6 }),
        fc.boolean(),
        (value, places, visits, isFrozen) => {
          const model = new ReadModel(places);
          for (const { how, keys } of visits) model[how as "walk"](value, keys);
          if (isFrozen) freeze(value);
          const features = places.map((path) => ({
            name: placeName("profile", path),
            source: "profile",
            path,
          }));
          const { read, unregistered } = seen(value, features, (tracked) => {
            for (const { how, keys } of visits) go(tracked, how, keys);
          });
          expect({ read, unregistered }).toEqual({
            read: wholeNames(model.read),
            unregistered: wholeNames(model.unregistered),
          });
        },
      ),
      { numRuns: runs(1000) },
    );
  });
});

function freeze(value: unknown): void {
  if (typeof value !== "object" || value === null) return;
  Object.values(Object.freeze(value)).forEach(freeze);
}
