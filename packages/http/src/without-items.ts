import { EACH, type ItemPath } from "./item-path.ts";

/**
 * A copy of `body` without some of the items in the lists at `path`, by their position among all; what is on the way to
 * them is copied, the rest is shared, and `body` stays as it is.
 */
export function withoutItems(
  body: unknown,
  path: ItemPath,
  isLeftOut: (position: number) => boolean,
): unknown {
  let position = 0;
  return copy(body, 0);

  function copy(value: unknown, at: number): unknown {
    const step = path[at];
    if (step === undefined || !leadsOn(value, step)) {
      position += 1; // as whoever counted the items did
      return value;
    }
    if (step !== EACH) {
      const holder = value as Readonly<Record<string, unknown>>;
      return { ...holder, [step]: copy(holder[step], at + 1) };
    }
    const elements = value as readonly unknown[];
    if (at < path.length - 1) return elements.map((element) => copy(element, at + 1));
    return elements.filter(() => !isLeftOut(position++));
  }
}

/**
 * Whether all on the way to the items is plain data, so that a copy is serialised as it would be itself: what has a
 * `toJSON` or a class of its own may not be.
 */
export function isPlainAlong(body: unknown, path: ItemPath): boolean {
  return isPlain(body, 0);

  function isPlain(value: unknown, at: number): boolean {
    const step = path[at];
    if (step === undefined || !leadsOn(value, step)) return true;
    if ("toJSON" in (value as object)) return false;
    if (step === EACH) {
      const isLast = at === path.length - 1;
      return isLast || (value as readonly unknown[]).every((element) => isPlain(element, at + 1));
    }
    const prototype: unknown = Object.getPrototypeOf(value);
    if (prototype !== Object.prototype && prototype !== null) return false;
    return isPlain((value as Readonly<Record<string, unknown>>)[step], at + 1);
  }
}

function leadsOn(value: unknown, step: string): boolean {
  if (step === EACH) return Array.isArray(value);
  return (
    typeof value === "object" && value !== null && (value as Record<string, unknown>)[step] !== undefined
  );
}
