import type { DecisionFacts, FeatureSet, HeldBack } from "@probity/core";

/**
 * What a decision used, and what it asked for in vain, for all rules to look at. To a rule that holds, what was held back
 * is a hit too: the service tried. To another it is not: it did not happen.
 */
export class Seen {
  readonly #facts: DecisionFacts;
  // Getters of a decision, which may have to build what they give.
  #used: FeatureSet | undefined;
  #asked: FeatureSet | undefined;
  #tags: readonly string[] | undefined;
  #kinds: ReadonlyMap<number, number> | undefined;
  #unregistered = -1;
  #held: HeldBack | undefined | null = null;

  constructor(facts: DecisionFacts) {
    this.#facts = facts;
  }

  get held(): HeldBack | undefined {
    return this.#held === null ? (this.#held = this.#facts.held) : this.#held;
  }

  /** The numbers of those that were used, ascending. */
  features(forbidden: FeatureSet, withHeld: boolean): readonly number[] {
    const seen = withHeld ? this.#usedOrHeld : (this.#used ??= this.#facts.used);
    return forbidden.intersects(seen) ? forbidden.common(seen) : NONE;
  }

  unregistered(withHeld: boolean): number {
    if (this.#unregistered < 0) this.#unregistered = this.#facts.unregistered.length;
    return this.#unregistered + (withHeld ? (this.held?.unregistered ?? 0) : 0);
  }

  /** How many different ones are refused. */
  tags(refuses: (tag: string) => boolean, withHeld: boolean): number {
    const used = (this.#tags ??= this.#facts.tagsUsed);
    const held = withHeld ? this.held?.tags : undefined;
    return refusedTags(held && held.length > 0 ? [...used, ...held] : used, refuses);
  }

  /** Whether any item that has flags was delivered, or held back. */
  hasItems(withHeld: boolean): boolean {
    return this.#facts.itemFlags !== 0 || (withHeld && (this.held?.items.length ?? 0) > 0);
  }

  /** The flags of all that are refused. */
  itemFlags(refuses: (flags: number) => boolean, withHeld: boolean): number {
    let union = 0;
    const kinds = this.#facts.itemFlags === 0 ? undefined : (this.#kinds ??= this.#facts.itemKinds);
    for (const flags of kinds?.keys() ?? NONE) if (flags !== 0 && refuses(flags)) union |= flags;
    if (withHeld) {
      for (const flags of this.held?.items ?? NONE) if (flags !== 0 && refuses(flags)) union |= flags;
    }
    return union;
  }

  get #usedOrHeld(): FeatureSet {
    if (this.#asked) return this.#asked;
    const used = (this.#used ??= this.#facts.used);
    const held = this.held?.features;
    return (this.#asked = held ? used.union(held) : used);
  }
}

/** How many different tags of a list are refused. */
export function refusedTags(tags: readonly string[], refuses: (tag: string) => boolean): number {
  let refused: Set<string> | undefined;
  for (const tag of tags) if (refuses(tag)) (refused ??= new Set()).add(tag);
  return refused?.size ?? 0;
}

const NONE: readonly never[] = [];
