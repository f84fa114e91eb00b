import { cn } from "./cn/pack.ts";
import { eu } from "./eu/pack.ts";
import type { RulePack } from "./rule.ts";

/** Every rule pack, by its id. */
export const rulePacks: ReadonlyMap<string, RulePack> = new Map([cn, eu].map((pack) => [pack.id, pack]));
