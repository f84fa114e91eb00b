import fc from "fast-check";
import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import type { Feature } from "../../src/index.ts";
import { explore } from "../support/explore.ts";
import { holding } from "../support/holding.ts";
import { runs } from "../support/runs.ts";
import { placeName } from "../support/seen.ts";

const NAMES = ["a", "b", "c"];

type Kind = "plain" | "bare" | "getters" | "private" | "inherits" | "closure" | "list" | "map" | "set";
type Lock = "open" | "sealed" | "frozen" | "closed" | "fixed";

/** What an object is made of; a leaf is a text or a URL. */
type Shape =
  | string
  | { readonly kind: Kind; readonly lock: Lock; readonly parts: readonly (readonly [string, Shape])[] };

const { value: shapes } = fc.letrec<{ value: Shape; whole: Shape }>((tie) => ({
  value: fc.oneof({ maxDepth: 3, withCrossShrink: true }, fc.constantFrom("text", "url"), tie("whole")),
  whole: fc.record({
    kind: fc.constantFrom<Kind>(
      "plain",
      "bare",
      "getters",
      "private",
      "inherits",
      "closure",
      "list",
      "map",
      "set",
    ),
    lock: fc.constantFrom<Lock>("open", "sealed", "frozen", "closed", "fixed"),
    parts: fc.uniqueArray(fc.tuple(fc.constantFrom(...NAMES), tie("value")), {
      maxLength: 3,
      selector: ([name]) => name,
    }),
  }),
}));

const whole = shapes.filter((shape) => typeof shape !== "string");

const step = fc.constantFrom("a", "b", "c", "*", "[]");
const place = fc
  .array(step, { minLength: 1, maxLength: 3 })
  .map((steps) => steps.join(".").replaceAll(".[]", "[]"));

const declared = fc.uniqueArray(fc.tuple(place, fc.boolean(), fc.boolean()), {
  maxLength: 5,
  selector: ([path]) => path,
});

/** Features by place, which of them are held, and which of those have a neutral value. */
class Rules {
  readonly features: Feature[];
  readonly held: string[];
  readonly #places: ReadonlyMap<string, { readonly isHeld: boolean }>;

  constructor(given: readonly (readonly [string, boolean, boolean])[]) {
    this.features = given.map(([path, , hasNeutral]) => ({
      name: placeName("profile", path),
      source: "profile",
      path,
      neutral: hasNeutral ? "neutral" : undefined,
    }));
    this.held = given.filter(([, isHeld]) => isHeld).map(([path]) => placeName("profile", path));
    this.#places = new Map(given.map(([path, isHeld]) => [path, { isHeld }]));
  }

  isHeld(at: string): boolean {
    return this.#places.get(at)?.isHeld === true;
  }

  /** Whether a value is given whole there. */
  isLeaf(at: string): boolean {
    return this.#places.has(at) && !this.#leads(at);
  }

  /** Whether something is held that is declared below. */
  holdsBelow(at: string): boolean {
    return [...this.#places].some(([name, { isHeld }]) => isHeld && isBelow(name, at));
  }

  below(at: string, kind: Kind, key: string): string {
    if (kind === "list" || kind === "set") return `${at}[]`;
    const named = at === "" ? key : `${at}.${key}`;
    const wild = at === "" ? "*" : `${at}.*`;
    const isKnown = (name: string): boolean => this.#places.has(name) || this.#leads(name);
    return !isKnown(named) && isKnown(wild) ? wild : named;
  }

  #leads(at: string): boolean {
    return [...this.#places.keys()].some((name) => isBelow(name, at));
  }
}

function isBelow(name: string, at: string): boolean {
  return at === "" ? name !== "" : name.startsWith(`${at}.`) || name.startsWith(`${at}[`);
}

class Private {
  readonly #parts: Record<string, unknown>;
  constructor(parts: Record<string, unknown>) {
    this.#parts = parts;
  }
  get a(): unknown {
    return this.#parts["a"];
  }
  get b(): unknown {
    return this.#parts["b"];
  }
  get c(): unknown {
    return this.#parts["c"];
  }
  all(): unknown {
    return this.#parts;
  }
  each(visit: (...given: unknown[]) => void): void {
    for (const [key, value] of Object.entries(this.#parts)) visit(value, key, this);
  }
  toJSON(): unknown {
    return this.#parts;
  }
  *[Symbol.iterator](): Generator {
    yield* Object.values(this.#parts);
  }
}

/** Makes objects of a shape, in which every text says whether it may be seen. */
class Maker {
  readonly rules: Rules;
  /** What is held is not there at all. */
  readonly isWithout: boolean;
  /** An accessor gives what is withheld: whether it has anything to give is known only by asking it. */
  hasSecretGetter = false;
  #count = 0;

  constructor(rules: Rules, isWithout = false) {
    this.rules = rules;
    this.isWithout = isWithout;
  }

  make(shape: Shape, at = "", mark = "open"): unknown {
    if (typeof shape === "string") {
      this.#count += 1;
      const text = `${mark}-${this.#count}`;
      return shape === "url" ? new URL(`https://${text}.example/`) : text;
    }
    const parts: [string, unknown][] = [];
    for (const [key, part] of shape.parts) {
      const below = this.rules.below(at, shape.kind, key);
      const isSecret = mark === "secret" || this.rules.isHeld(below) || this.#isSecretUrl(part, below);
      if (shape.kind === "getters" && this.#isSecretUrl(part, below)) this.hasSecretGetter = true;
      const marked = mark === "whole" ? mark : isSecret ? "secret" : this.#markOf(below, mark);
      // What a method gives is looked at as if it stood where its object stands: parts of it are told by their names.
      const value = this.make(
        isSecret && shape.kind === "private" && part !== "url" ? "text" : part,
        below,
        marked,
      );
      if (this.isWithout && isSecret && mark !== "whole") continue;
      parts.push([key, value]);
    }
    return locked(shaped(shape.kind, parts), shape.lock);
  }

  #markOf(at: string, mark: string): string {
    return this.rules.isLeaf(at) ? "whole" : mark;
  }

  // What can't be followed is withheld whole where something is held that is declared below.
  #isSecretUrl(part: Shape, at: string): boolean {
    return part === "url" && this.rules.holdsBelow(at);
  }
}

function shaped(kind: Kind, parts: readonly (readonly [string, unknown])[]): object {
  const values = parts.map(([, value]) => value);
  const record = Object.fromEntries(parts);
  if (kind === "list") return values;
  if (kind === "map") return new Map(parts);
  if (kind === "set") return new Set(values);
  if (kind === "private") return new Private(record);
  if (kind === "bare") return Object.assign(Object.create(null) as object, record);
  if (kind === "inherits")
    return Object.create(Object.assign(Object.create(null) as object, record)) as object;
  if (kind === "closure") return { ...record, closure: () => record };
  if (kind === "plain") return record;
  const made = {};
  for (const [key, value] of parts)
    Object.defineProperty(made, key, { get: () => value, enumerable: true, configurable: true });
  return made;
}

function locked(value: object, lock: Lock): object {
  if (lock === "sealed") return Object.seal(value);
  if (lock === "frozen") return Object.freeze(value);
  if (lock === "closed") return Object.preventExtensions(value);
  const [first] = Object.keys(value);
  if (lock === "fixed" && first !== undefined && !Array.isArray(value))
    Object.defineProperty(value, first, { configurable: false });
  return value;
}

function kindsIn(shape: Shape): Kind[] {
  return typeof shape === "string" ? [] : [shape.kind, ...shape.parts.flatMap(([, part]) => kindsIn(part))];
}

const worlds = fc.tuple(whole, declared).map(([shape, given]) => ({
  shape,
  rules: new Rules(given),
  [fc.toStringMethod]: () => inspect([shape, given], { depth: 9 }),
}));

const secrets = (found: readonly string[]): string[] => found.filter((each) => each.includes("secret"));

describe("what is held", { timeout: 120_000 }, () => {
  it("is not reached by any reflection, iteration, serialisation, printing or method", () => {
    fc.assert(
      fc.property(worlds, fc.boolean(), ({ shape, rules }, isClosed) => {
        const watched = holding(rules.features, { features: rules.held });
        const decision = watched.open();
        const seen = decision.track("profile", new Maker(rules).make(shape));
        if (isClosed) decision.close();
        expect(secrets(explore(seen, NAMES))).toEqual([]);
        decision.close();
        expect(watched.faults.filter(({ where }) => where !== "input")).toEqual([]);
        expect(
          watched.names(watched.row().features_read).filter((name) => rules.held.includes(name)),
        ).toEqual([]);
      }),
      { numRuns: runs(1500) },
    );
  });

  it("is no longer reached in what was tracked before it was held", () => {
    fc.assert(
      fc.property(worlds, fc.boolean(), ({ shape, rules }, isLookedAt) => {
        const watched = holding(rules.features, ({ subject }) =>
          subject.minorMode ? { features: rules.held } : undefined,
        );
        const decision = watched.open();
        const seen = decision.track("profile", new Maker(rules).make(shape));
        if (isLookedAt) explore(seen, NAMES);
        else Object.isFrozen(seen);
        decision.identify({ minorMode: true });
        expect(secrets(explore(seen, NAMES))).toEqual([]);
        expect(watched.faults.filter(({ where }) => where !== "input")).toEqual([]);
      }),
      { numRuns: runs(1000) },
    );
  });

  it("tells nothing, whether it is there or not", () => {
    fc.assert(
      fc.property(
        worlds.filter(
          ({ shape }) => !kindsIn(shape).some((kind) => kind === "private" || kind === "closure"),
        ),
        ({ shape, rules }) => {
          const look = (isWithout: boolean): string[] => {
            const decision = holding(rules.features, { features: rules.held }).open();
            const maker = new Maker(rules, isWithout);
            const data = maker.make(shape);
            fc.pre(!maker.hasSecretGetter);
            return explore(decision.track("profile", data), NAMES);
          };
          expect(look(false)).toEqual(look(true));
        },
      ),
      { numRuns: runs(1000) },
    );
  });

  it("leaves all else as it is without us", () => {
    fc.assert(
      fc.property(
        worlds.filter(
          ({ shape }) => !kindsIn(shape).some((kind) => kind === "private" || kind === "closure"),
        ),
        ({ shape, rules }) => {
          const decision = holding(rules.features, { features: rules.held }).open();
          const found = explore(decision.track("profile", new Maker(rules).make(shape)), NAMES);
          const texts = (given: readonly string[]): string[] =>
            [...new Set(given.flatMap((each) => each.match(/(?:open|whole)-\d+/g) ?? []))].toSorted();
          expect(texts(found)).toEqual(texts(explore(new Maker(rules).make(shape), NAMES)));
        },
      ),
      { numRuns: runs(1000) },
    );
  });
});
