import { HttpAdapterError } from "./errors.ts";

/** The step to each element of an array. */
export const EACH = "[]";

/** A parsed path: property names, and `[]` for each element of an array. No property name can be `[]`. */
export type ItemPath = readonly string[];

/**
 * Parses where the items' ids stand in a JSON body: `items[].isbn`, `[].id`, `data.list[].id`, `ids[]`. Throws
 * `INVALID_ITEMS_PATH`.
 */
export function parseItemPath(text: string): ItemPath {
  return text.split(".").flatMap((segment, position) => {
    const [, name = "", arrays = ""] = /^([^[\]]*)((?:\[\])*)$/.exec(segment) ?? [];
    // Only the body itself, the first thing, may be an array without a name.
    if (name + arrays === "" || (name === "" && position > 0)) {
      throw new HttpAdapterError(
        "INVALID_ITEMS_PATH",
        `items path "${text}": found "${segment}" at part ${position + 1}, expected a name with or without [], ` +
          `such as items[].isbn`,
      );
    }
    return [...(name === "" ? [] : [name]), ...Array<string>(arrays.length / 2).fill(EACH)];
  });
}

/**
 * What stands at `path` in `body`, at most `most` of it; undefined where the path leads nowhere. An array element in
 * which it leads nowhere gives an undefined in its place.
 */
export function itemsAt(body: unknown, path: ItemPath, most: number): unknown[] | undefined {
  const found: unknown[] = [];
  return walk(body, path, 0, most, found) ? found : undefined;
}

function walk(value: unknown, path: ItemPath, at: number, most: number, found: unknown[]): boolean {
  const step = path[at];
  if (step === undefined) {
    found.push(value);
    return true;
  }
  if (step === EACH) {
    if (!Array.isArray(value)) return false;
    for (const element of value as unknown[]) {
      if (found.length >= most) break;
      if (!walk(element, path, at + 1, most, found)) found.push(undefined);
    }
    return true;
  }
  if (typeof value !== "object" || value === null) return false;
  const next = (value as Readonly<Record<string, unknown>>)[step];
  return next !== undefined && walk(next, path, at + 1, most, found);
}
