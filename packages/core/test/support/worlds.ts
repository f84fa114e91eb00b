import fc from "fast-check";
import { isDeepStrictEqual } from "node:util";
import { untracked } from "../../src/tracking/recognise.ts";

/** The same value twice: as it is, and as the service sees it through a tracked object. */
export interface Pair {
  readonly raw: unknown;
  readonly seen: unknown;
}

/** One thing that a service may do, in terms of what it holds: pairs are chosen by number. */
export interface Act {
  readonly name: string;
  readonly on: number;
  readonly key: string;
  readonly other: number;
  readonly value: number;
}

export type Doing = (target: never, act: Act, other: unknown) => unknown;

/** Keys that the generated objects use, a few that no object has, and the ones that trip naive code. */
export const KEYS = [
  "a",
  "b",
  "0",
  "1",
  "length",
  "size",
  "then",
  "toJSON",
  "constructor",
  "__proto__",
  "zz",
];

export const acts = (
  names: readonly string[],
  keys: readonly string[] = KEYS,
): fc.Arbitrary<readonly Act[]> =>
  fc.array(
    fc.record({
      name: fc.constantFrom(...names),
      on: fc.nat(1000),
      key: fc.constantFrom(...keys),
      other: fc.nat(1000),
      value: fc.integer({ min: -2, max: 5 }),
    }),
    { maxLength: 40 },
  );

/** What happened: a value, or the kind of error that was thrown. */
function outcomeOf(work: () => unknown): { readonly value?: unknown; readonly thrown?: string } {
  try {
    return { value: work() };
  } catch (error) {
    return { thrown: error instanceof Error ? error.name : String(error) };
  }
}

/**
 * Does the same in both worlds, and says what differed; keeps what was got, to act on it later.
 *
 * What the service made itself is not put into tracked objects: it would have two forms, the one that the service
 * holds and the one that it reads back.
 */
export function actInBoth(held: Pair[], act: Act, doing: Doing): string | undefined {
  const pair = held[act.on % held.length]!;
  const chosen = held[act.other % held.length]!;
  const other = isTracked(chosen) ? chosen : { raw: act.value, seen: act.value };
  const expected = outcomeOf(() => doing(pair.raw as never, act, other.raw));
  const found = outcomeOf(() => doing(pair.seen as never, act, other.seen));
  if (expected.thrown !== found.thrown) return `threw ${found.thrown}, not ${expected.thrown}`;
  if (!alike(expected.value, found.value)) return `gave another value`;
  keep(held, expected.value, found.value);
  return undefined;
}

/** Whether both worlds hold equal values, and the tracked one is whole behind its proxies. */
export function alike(raw: unknown, seen: unknown): boolean {
  return isDeepStrictEqual(bare(seen), raw);
}

/** Whether two tracked things are one in the tracked world exactly when they are one in the other. */
export function identityHolds(held: readonly Pair[]): boolean {
  const ours = held.filter(isTracked);
  return ours.every((one) => ours.every((two) => (one.raw === two.raw) === (one.seen === two.seen)));
}

function isTracked({ seen }: Pair): boolean {
  return untracked(seen) !== seen;
}

function keep(held: Pair[], raw: unknown, seen: unknown): void {
  if (typeof raw !== "object" || raw === null || held.length > 60) return;
  // Both worlds share their classes, so those are nobody's to act on.
  if (typeof Object.getOwnPropertyDescriptor(raw, "constructor")?.value === "function") return;
  held.push({ raw, seen });
  if (!Array.isArray(raw) || !Array.isArray(seen)) return;
  for (let i = 0; i < Math.min(raw.length, 4); i += 1) {
    if (typeof raw[i] === "object" && raw[i] !== null) held.push({ raw: raw[i], seen: seen[i] });
  }
}

/** Takes the proxies out of what a service made of tracked values: its own lists and objects hold them. */
function bare(given: unknown, done: Map<unknown, unknown> = new Map()): unknown {
  const value = untracked(given);
  if (typeof value !== "object" || value === null) return value;
  const known = done.get(value);
  if (known !== undefined) return known;
  const copy = emptyLike(value);
  if (copy === undefined) return value;
  done.set(value, copy);
  if (copy instanceof Map)
    for (const [key, each] of value as typeof copy) copy.set(bare(key, done), bare(each, done));
  if (copy instanceof Set) for (const each of value as typeof copy) copy.add(bare(each, done));
  for (const key of Reflect.ownKeys(value)) {
    const descriptor = Object.getOwnPropertyDescriptor(value, key)!;
    if ("value" in descriptor) descriptor.value = bare(descriptor.value, done);
    Object.defineProperty(copy, key, descriptor);
  }
  return copy;
}

function emptyLike(value: object): object | undefined {
  if (value === Object.prototype || value === Array.prototype) return undefined;
  const prototype = Object.getPrototypeOf(value) as object | null;
  const like = (made: object): object => Object.setPrototypeOf(made, prototype) as object;
  if (Array.isArray(value)) return like([]);
  if (value instanceof Map) return like(new Map());
  if (value instanceof Set) return like(new Set());
  return prototype === Object.prototype || prototype === null
    ? (Object.create(prototype) as object)
    : undefined;
}
