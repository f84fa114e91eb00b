import type { FeatureSet, Hold, OpenedFacts } from "@probity/core";
import type { ReadyRule } from "./ready-rule.ts";
import type { RuleWatch } from "./rule-watch.ts";

/** What one rule says of a decision that opens, tags aside. */
interface Said {
  features: FeatureSet | undefined;
  refusesItem: ((flags: number) => boolean) | undefined;
  unregistered: boolean;
  isRefused: boolean;
}

/** What all rules said, and what follows from it. */
interface Known {
  readonly said: readonly Readonly<Said>[];
  readonly hold: Hold | undefined;
  /** The hold with tags that was made of it last. */
  tagged: { readonly refusers: readonly Refuser<string>[]; readonly hold: Hold } | undefined;
}

interface Refuser<T> {
  readonly rule: ReadyRule;
  readonly refuses: (value: T) => boolean;
}

/** Different things that rules say of decisions; more are made anew each time. */
const MOST_KNOWN = 32;

/**
 * Works out what enforced rules hold. Decisions are many and what rules say of them is little: it is compared with what
 * they said before, so that a hold is made once and shared.
 */
export class Holder {
  readonly #rules: readonly ReadyRule[];
  readonly #watch: RuleWatch;
  readonly #said: Said[];
  readonly #known: Known[] = [];
  #next = 0;

  constructor(rules: readonly ReadyRule[], watch: RuleWatch) {
    this.#rules = rules;
    this.#watch = watch;
    this.#said = rules.map(() => ({ ...NOTHING_SAID }));
  }

  hold(opened: OpenedFacts): Hold | undefined {
    let refusers: Refuser<string>[] | undefined;
    for (let n = 0; n < this.#rules.length; n += 1) {
      const rule = this.#rules[n] as ReadyRule;
      const refuses = this.#ask(rule, this.#said[n] as Said, opened);
      if (refuses) (refusers ??= []).push({ rule, refuses });
    }
    const known = this.#recall();
    return refusers ? this.#tagged(known, refusers) : known.hold;
  }

  /** Notes what the rule says, and gives what tells the tags that it refuses. A rule that throws says nothing. */
  #ask(rule: ReadyRule, said: Said, opened: OpenedFacts): ((tag: string) => boolean) | undefined {
    said.features = undefined;
    said.refusesItem = undefined;
    said.unregistered = false;
    said.isRefused = false;
    if (rule.health.isSuspended) return undefined;
    try {
      const features = rule.forbids?.(opened);
      const unregistered = rule.forbidsUnregistered?.(opened) ?? false;
      const refusesItem = rule.refusesItem?.(opened);
      const isRefused = rule.refuses?.(opened) !== undefined;
      const refusesTag = rule.refusesTag?.(opened);
      said.features = features;
      said.unregistered = unregistered;
      said.refusesItem = refusesItem;
      said.isRefused = isRefused;
      return refusesTag;
    } catch (fault) {
      this.#watch.threwHolding(rule.health, fault);
      return undefined;
    }
  }

  #recall(): Known {
    for (const known of this.#known) if (isSame(known.said, this.#said)) return known;
    const said = this.#said.map((each) => ({ ...each }));
    const known: Known = { said, hold: this.#make(said), tagged: undefined };
    this.#known[this.#next] = known;
    this.#next = (this.#next + 1) % MOST_KNOWN;
    return known;
  }

  #make(said: readonly Said[]): Hold | undefined {
    const features = said.reduce<FeatureSet | undefined>(
      (all, { features: own }) => (own && all ? all.union(own) : (all ?? own)),
      undefined,
    );
    const refusers = said.flatMap(({ refusesItem: refuses }, n) =>
      refuses ? [{ rule: this.#rules[n] as ReadyRule, refuses }] : [],
    );
    const refused = this.#rules.filter((_, n) => said[n]?.isRefused);
    const blocking = refused.find(({ action }) => action === "block");
    const fallsBack =
      refused.some(({ action }) => action === "fallback") ||
      this.#rules.some(({ action }, n) => action === "fallback" && said[n]?.features?.isEmpty === false);
    const hold: Hold = {
      ...(features && !features.isEmpty && { features }),
      ...(said.some(({ unregistered }) => unregistered) && { unregistered: true }),
      ...(refusers.length > 0 && { refusesItem: anyItem(refusers, this.#watch) }),
      ...(fallsBack && { mode: "non_personalised" }),
      ...(blocking && { mode: "blocked", blockedBy: blocking.id }),
    };
    return Object.keys(hold).length > 0 ? hold : undefined;
  }

  #tagged(known: Known, refusers: readonly Refuser<string>[]): Hold {
    const { tagged } = known;
    const isKnown =
      tagged?.refusers.length === refusers.length &&
      refusers.every(({ refuses }, n) => tagged.refusers[n]?.refuses === refuses);
    if (isKnown) return tagged.hold;
    const hold = { ...known.hold, refusesTag: any(refusers, this.#watch) };
    known.tagged = { refusers, hold };
    return hold;
  }
}

const NOTHING_SAID: Readonly<Said> = {
  features: undefined,
  refusesItem: undefined,
  unregistered: false,
  isRefused: false,
};

function isSame(one: readonly Readonly<Said>[], other: readonly Readonly<Said>[]): boolean {
  for (let n = 0; n < one.length; n += 1) {
    const a = one[n] as Said;
    const b = other[n] as Said;
    if (
      a.features !== b.features ||
      a.refusesItem !== b.refusesItem ||
      a.unregistered !== b.unregistered ||
      a.isRefused !== b.isRefused
    ) {
      return false;
    }
  }
  return true;
}

/** An item without flags is refused by nobody. */
function anyItem(refusers: readonly Refuser<number>[], watch: RuleWatch): (flags: number) => boolean {
  const refuses = any(refusers, watch);
  return (flags) => flags !== 0 && refuses(flags);
}

function any<T>(refusers: readonly Refuser<T>[], watch: RuleWatch): (value: T) => boolean {
  return (value) => {
    for (const { rule, refuses } of refusers) {
      try {
        if (refuses(value)) return true;
      } catch (fault) {
        watch.threwHolding(rule.health, fault);
      }
    }
    return false;
  };
}
