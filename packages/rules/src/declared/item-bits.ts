import { ITEM_FLAGS, type ItemFlag } from "@probity/core";
import { RulesError } from "../errors.ts";
import { hasAny } from "../item-test.ts";

/** Tells which items have any of the flags; `undefined` for no flags. */
export function itemBits(flags: readonly ItemFlag[], rule: string): ((flags: number) => boolean) | undefined {
  for (const flag of flags) {
    if (!Object.hasOwn(ITEM_FLAGS, flag)) {
      const known = Object.keys(ITEM_FLAGS).join(", ");
      throw new RulesError(
        "INVALID_RULE",
        `rule ${rule} forbids items with the flag "${flag}"; there are ${known}`,
      );
    }
  }
  return flags.length === 0 ? undefined : hasAny(...flags);
}
