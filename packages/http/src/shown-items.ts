import type { Item, ItemFlag } from "@probity/core";
import { type ItemPath, itemsAt } from "./item-path.ts";
import type { ItemPlaces } from "./item-places.ts";

/** An item as a body shows it: its id; with flags, an item, whose id is empty where it has none; undefined for neither. */
export type ShownItem = string | Item | undefined;

/**
 * The items that a body shows, at most `most` of them; undefined where the path leads nowhere. A flag that is neither
 * true nor false is told to `badFlag`.
 */
export function shownItems(
  body: unknown,
  { ids, items, flags }: ItemPlaces,
  most: number,
  badFlag: () => void,
): ShownItem[] | undefined {
  const found = itemsAt(body, ids, most);
  if (flags.length === 0) return found?.map(idOf);
  const holders = itemsAt(body, items, most);
  return found?.map((given, at) => {
    const id = idOf(given);
    const own = flagsOf(holders?.[at], flags, badFlag);
    return own.length === 0 ? id : { id: id ?? "", flags: own };
  });
}

/** Whether an item can be delivered: it has an id. */
export function hasId(item: ShownItem): item is string | Item {
  return typeof item === "object" ? item.id !== "" : item !== undefined;
}

function idOf(given: unknown): string | undefined {
  return typeof given === "string" || typeof given === "number" ? String(given) : undefined;
}

function flagsOf(holder: unknown, places: ItemPlaces["flags"], badFlag: () => void): readonly ItemFlag[] {
  return places.flatMap(([flag, path]) => (isTrue(valueAt(holder, path), badFlag) ? flag : []));
}

function valueAt(holder: unknown, path: ItemPath): unknown {
  return itemsAt(holder, path, 1)?.[0];
}

// Databases without booleans have 1 and 0.
function isTrue(value: unknown, badFlag: () => void): boolean {
  if (value === true || value === 1) return true;
  const isFalse = value === false || value === 0 || value === null || value === undefined;
  if (!isFalse) badFlag();
  return false;
}
