import type { Catalog, SpanRule } from "@probity/core";
import { OpenTelemetryError } from "../errors.ts";
import { declaredPlaces } from "./catalog-matchers.ts";
import type { CallFacts, CallPart } from "./call-facts.ts";
import { type CallMatch, compileMatch } from "./match.ts";
import { SourceFeatures } from "./source-features.ts";

/** What is known of a call by the first rule, or declared source, that fits it. */
export interface Mapped {
  /** undefined for what is to be left out. */
  readonly source: string | undefined;
  readonly features: SourceFeatures;
  /** Features that each such call yields. */
  readonly always: readonly string[];
  /** What is recorded as the target, where the rule says it. */
  readonly target: string | undefined;
  /** A rule says so, not the catalog alone. */
  readonly isByRule: boolean;
}

interface Entry extends Mapped, CallMatch {
  /** The rule, for one that was given. */
  readonly rule: SpanRule | undefined;
  calls: number;
}

/** The rules of a configuration and, after them, what the catalog says by itself. */
export class Mapping {
  readonly #entries: readonly Entry[];
  readonly #bySystem: Map<string, readonly Entry[]> = new Map();

  /** Throws `INVALID_RULE`, naming the rule, for one that can't be used. */
  constructor(catalog: Catalog, rules: readonly SpanRule[]) {
    this.#entries = [
      ...rules.map((rule, position) => entryOf(rule, position, catalog)),
      ...declaredPlaces(catalog).map(({ source, target, isOfSystem, matches }) => ({
        source,
        features: new SourceFeatures(catalog, source),
        always: [],
        target,
        isByRule: false,
        isOfSystem,
        matches,
        rule: undefined,
        calls: 0,
      })),
    ];
  }

  find(facts: CallFacts, part: CallPart): Mapped | undefined {
    const entry = this.#ofSystem(facts.place.system).find(({ matches }) => matches(facts, part));
    if (entry) entry.calls += 1;
    return entry;
  }

  #ofSystem(system: string): readonly Entry[] {
    const known = this.#bySystem.get(system);
    if (known) return known;
    const entries = this.#entries.filter(({ isOfSystem }) => isOfSystem(system));
    if (this.#bySystem.size < MOST_SYSTEMS) this.#bySystem.set(system, entries);
    return entries;
  }

  /** The positions of the rules that no call has fitted so far. */
  unused(): number[] {
    const rules = this.#entries.filter(({ rule }) => rule !== undefined);
    return rules.flatMap(({ calls }, position) => (calls === 0 ? [position] : []));
  }
}

/** Kinds of system that are remembered. */
const MOST_SYSTEMS = 64;

function entryOf(rule: SpanRule, position: number, catalog: Catalog): Entry {
  const { match, source, features = [], fields } = rule;
  const where = `spans[${position}]`;
  if (Object.values(match).every((value) => value === undefined))
    throw new OpenTelemetryError("INVALID_RULE", `${where}.match says nothing: it would fit every call`);
  if (source !== undefined && !catalog.sources.has(source))
    throw new OpenTelemetryError(
      "INVALID_RULE",
      `${where}.source is "${source}", which is no declared source`,
    );
  return {
    source,
    features: new SourceFeatures(catalog, source ?? "", fields),
    always: features,
    target: match.route ?? match.key,
    isByRule: true,
    ...matchOf(rule, where),
    rule,
    calls: 0,
  };
}

function matchOf({ match }: SpanRule, where: string): CallMatch {
  try {
    return compileMatch(match);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new OpenTelemetryError("INVALID_RULE", `${where}.match.route: ${reason}`, { cause });
  }
}
