import { Chance } from "./chance.ts";
import { allKinds, groups } from "./kinds/all-kinds.ts";
import type { Kind } from "./kinds/kind.ts";
import { type Setup, setupOf } from "./setup.ts";

/** What a round will do. Its seed says all of it, with the kinds to choose from. */
export interface Plan {
  readonly seed: number;
  /** Each happens in the middle of the one before. */
  readonly kinds: readonly Kind[];
  readonly setup: Setup;
  /** For whatever is left to chance while the round runs. */
  readonly chance: Chance;
}

export interface PlanOptions {
  readonly seed: number;
  /** Kinds to choose from: each in turn, seed by seed, and others at random in the middle of it. */
  readonly kinds: readonly Kind[];
  readonly hasSpool: boolean;
}

/** The kinds that can run here, of those named; and why the others can't. */
export function choose(
  names: readonly string[] | undefined,
  hasSpool: boolean,
): { readonly kinds: readonly Kind[]; readonly left: readonly string[] } {
  const kinds: Kind[] = [];
  const left: string[] = [];
  for (const name of (names ?? byDefault()).flatMap((given) => groups.get(given) ?? [given])) {
    const kind = allKinds.get(name);
    if (!kind)
      throw new RangeError(
        `there is no kind of fault "${name}", there are ${[...groups.keys(), ...allKinds.keys()].join(", ")}`,
      );
    const obstacle = kind.needsSpool && !hasSpool ? "it needs a spool" : kind.obstacle?.();
    if (obstacle === undefined) kinds.push(kind);
    else left.push(`${name} does not run: ${obstacle}`);
  }
  return { kinds, left };
}

/** All but those that have a name together. */
function byDefault(): string[] {
  const grouped = new Set([...groups.values()].flat());
  return [...allKinds.keys()].filter((name) => !grouped.has(name));
}

/** Plans a round. Consecutive seeds go through all kinds in turn. */
export function planOf({ seed, kinds, hasSpool }: PlanOptions): Plan {
  const chance = new Chance(seed);
  const first = kinds[seed % kinds.length];
  if (!first) throw new RangeError("there is no kind of fault to choose from");
  const chosen = innermostLast([first, ...beside(chance, first, kinds)]);
  const setup = chosen.reduce((so, kind) => kind.prepare?.(so, chance) ?? so, setupOf(chance, hasSpool));
  return { seed, kinds: chosen, setup, chance };
}

/** While the service is dead, nothing else can be shown: its end comes in the middle of all others. */
function innermostLast(kinds: readonly Kind[]): Kind[] {
  const isOfService = ({ areas }: Kind): number => (areas.includes("service") ? 1 : 0);
  return kinds.toSorted((a, b) => isOfService(a) - isOfService(b));
}

/** Others that happen together with it. Half of the rounds have none, so that what they show is easy to read. */
function beside(chance: Chance, first: Kind, kinds: readonly Kind[]): Kind[] {
  const chosen: Kind[] = [];
  const taken = new Set(first.areas);
  for (let left = chance.pick([0, 0, 0, 1, 1, 2]); left > 0; left -= 1) {
    const free = kinds.filter(({ areas }) => !areas.some((area) => taken.has(area)));
    if (free.length === 0) break;
    const kind = chance.pick(free);
    chosen.push(kind);
    for (const area of kind.areas) taken.add(area);
  }
  return chosen;
}
