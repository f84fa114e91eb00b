import type { Item, ItemFlag } from "@probity/core";
import { type ItemPath, itemsAt } from "./item-path.ts";
import type { ItemPlaces } from "./item-places.ts";

/** An item as a body shows it. */
export interface ShownItem {
  /** Undefined where it has none that can be one. */
  readonly id: string | undefined;
  readonly flags: readonly ItemFlag[];
}

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
  const holders = flags.length === 0 ? [] : itemsAt(body, items, most);
  return found?.map((id, at) => ({
    id: typeof id === "string" || typeof id === "number" ? String(id) : undefined,
    flags: flags.length === 0 ? NO_FLAGS : flagsOf(holders?.[at], flags, badFlag),
  }));
}

const NO_FLAGS: readonly ItemFlag[] = [];

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

/** What a decision delivers of it. */
export function itemOf({ id = "", flags }: ShownItem): string | Item {
  return flags.length === 0 ? id : { id, flags };
}
