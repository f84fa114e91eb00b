import { ITEM_FLAGS, type ItemFlag } from "@probity/core";

/** Tells, by its flags, which items have any of these. */
export function hasAny(...flags: readonly ItemFlag[]): (flags: number) => boolean {
  const bits = flags.reduce((all, flag) => all | ITEM_FLAGS[flag], 0);
  return (given) => (given & bits) !== 0;
}

/** Tells which items are one thing and not marked as it should be. */
export function hasUnmarked(flag: ItemFlag, mark: ItemFlag): (flags: number) => boolean {
  return (given) => (given & ITEM_FLAGS[flag]) !== 0 && (given & ITEM_FLAGS[mark]) === 0;
}

/** The classes of content that may affect minors' health (MIN26B). */
export const isHarmfulToMinors: (flags: number) => boolean = hasAny(
  "induces_bad_conduct",
  "harms_values",
  "misuses_minors_image",
  "misuses_minors_data",
);
