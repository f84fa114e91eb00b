import type { Surface } from "@probity/core";
import { ControlError } from "../errors.ts";
import { optionalText, requireText, requireTime, requireWord } from "../field.ts";
import type { Proposal, ProposedKind, Terms } from "./intervention.ts";

/** What proposals are held against. */
export interface InterventionRules {
  /** Surfaces where whoever proposed may not approve. @default [] */
  readonly twoPersonSurfaces?: readonly Surface[];
  /** The reason codes that there are. Empty: any. */
  readonly reasons: readonly string[];
  /** The longest that one may act, in days. */
  readonly maxDays: number;
  /** Ids of the outlets that there are. @default any name */
  readonly outlets?: Iterable<string> | undefined;
  /** Ids of the algorithms. @default any name */
  readonly algorithms?: Iterable<string> | undefined;
}

export const INTERVENTION_KINDS: readonly ProposedKind[] = [
  "pin",
  "boost",
  "demote",
  "insert",
  "remove",
  "block",
  "override",
];

export const SURFACES: readonly Surface[] = [
  "other",
  "home_first",
  "popup",
  "hot",
  "featured",
  "list",
  "push",
  "search",
  "feed",
  "related",
  "checkout",
  "dispatch",
];

const DAY_MS = 86_400_000;

/** What a proposal comes to. Throws `INVALID` that names the field and what to do. */
export function termsOf(given: Proposal, id: string, rules: InterventionRules, now: number): Terms {
  const kind = requireWord(given.kind, "kind", INTERVENTION_KINDS);
  const surface = requireWord(given.surface, "surface", SURFACES);
  const valid_from = given.from === undefined ? now : requireTime(given.from, "from");
  const valid_to = validTo(requireTime(given.to, "to"), valid_from, rules.maxDays, now);
  return {
    id,
    kind,
    surface,
    outlet: knownName(given.outlet, "outlet", rules.outlets),
    algorithm: knownName(given.algorithm, "algorithm", rules.algorithms),
    item_id: requireText(given.item, "item", 256),
    rank: rankOf(kind, given.rank),
    factor: factorOf(kind, given.factor),
    reason:
      rules.reasons.length === 0
        ? requireText(given.reason, "reason", 64)
        : requireWord(given.reason, "reason", rules.reasons),
    ticket: requireText(given.ticket, "ticket", 128),
    valid_from,
    valid_to,
    two_persons: (rules.twoPersonSurfaces ?? []).includes(surface),
  };
}

function knownName(given: unknown, field: string, known: Iterable<string> | undefined): string {
  const name = optionalText(given, field, 128);
  return name === "" || known === undefined ? name : requireWord(name, field, known);
}

function validTo(to: number, from: number, maxDays: number, now: number): number {
  if (to <= from) throw new ControlError("INVALID", "to is not after from: it would never act", "to");
  if (to <= now) throw new ControlError("INVALID", "to has passed: it would never act", "to");
  if (to - from <= maxDays * DAY_MS) return to;
  const days = Math.ceil((to - from) / DAY_MS);
  throw new ControlError(
    "INVALID",
    `to is ${days} days after from; an intervention acts for ${maxDays} days at most`,
    "to",
  );
}

const RANKED: readonly ProposedKind[] = ["pin", "insert", "override"];

function rankOf(kind: ProposedKind, rank: unknown): number {
  if (!RANKED.includes(kind)) return nothingFor(kind, rank, "rank", 0);
  if (typeof rank === "number" && Number.isInteger(rank) && rank >= 1 && rank <= 0xffff) return rank;
  throw new ControlError("INVALID", `rank is a whole number from 1 to 65535 where kind is ${kind}`, "rank");
}

function factorOf(kind: ProposedKind, factor: unknown): number {
  if (kind !== "boost" && kind !== "demote") return nothingFor(kind, factor, "factor", 1);
  const kept = typeof factor === "number" ? Math.fround(factor) : Number.NaN;
  if (kind === "boost" ? kept > 1 && kept <= 1000 : kept > 0 && kept < 1) return kept;
  const range = kind === "boost" ? "above 1, to 1000" : "between 0 and 1";
  throw new ControlError("INVALID", `factor is a number ${range} where kind is ${kind}`, "factor");
}

function nothingFor(kind: string, given: unknown, field: string, none: number): number {
  if (given === undefined || given === null) return none;
  throw new ControlError("INVALID", `${field} means nothing where kind is ${kind}; leave it out`, field);
}
