import type { ItemFlag } from "@probity/core";
import { HttpAdapterError } from "./errors.ts";
import { EACH, type ItemPath, parseItemPath } from "./item-path.ts";

/** Where items stand in a JSON body. */
export interface ItemPlaces {
  /** Their ids. */
  readonly ids: ItemPath;
  /** What holds an item: an element of the innermost list on the way to its id; without a list, the body itself. */
  readonly items: ItemPath;
  /** In what holds an item, what says that a flag of it is true. */
  readonly flags: readonly (readonly [flag: ItemFlag, path: ItemPath])[];
}

/** Parses where ids and flags stand, such as `items[].id` and `items[].is_ad`. Throws `INVALID_ITEMS_PATH`. */
export function itemPlaces(
  items: string,
  itemFlags: Readonly<Partial<Record<ItemFlag, string>>> = {},
): ItemPlaces {
  const ids = parseItemPath(items);
  const list = ids.slice(0, ids.lastIndexOf(EACH) + 1);
  const flags = Object.entries(itemFlags).map(([flag, text]) => {
    const path = parseItemPath(text);
    const within = path.slice(list.length);
    const isBeside =
      within.length > 0 && !within.includes(EACH) && list.every((step, at) => step === path[at]);
    if (isBeside) return [flag as ItemFlag, within] as const;
    throw new HttpAdapterError(
      "INVALID_ITEMS_PATH",
      `items flag ${flag} at "${text}": it must stand beside the ids, in the elements of the same list as "${items}"`,
    );
  });
  return { ids, items: list, flags };
}
