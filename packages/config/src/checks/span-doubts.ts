import { wildcard } from "@probity/core";
import { nearestWord } from "@probity/rules";
import { pathToRegexp } from "path-to-regexp";
import { describeName } from "../describe.ts";
import type { Path } from "../place.ts";
import type { ProblemDraft } from "../problem.ts";
import { MATCH_KEYS } from "../schema/spans.ts";
import { isSpanSystem, spanSystems } from "../span-systems.ts";
import { entriesAt, type LocatedNode, offsetOf, textAt } from "../yaml/located-node.ts";
import { parametersOf, shapeOf, tokensOf } from "./route-path.ts";

type MatchKey = (typeof MATCH_KEYS)[number];

/** Systems that no span is known to have, and rules that no span gets to. */
export function* doubtSpans(root: LocatedNode): Generator<ProblemDraft> {
  const earlier: Path[] = [];
  for (const position of entriesAt(root, ["spans"]).keys()) {
    const at = ["spans", position];
    yield* doubtSystem(root, at);
    const first = earlier.find((each) => takesAllOf(root, each, at));
    if (first) yield neverReached(root, at, Number(first[1]));
    earlier.push(at);
  }
}

function* doubtSystem(root: LocatedNode, at: Path): Generator<ProblemDraft> {
  const path = [...at, "match", "system"];
  const system = textAt(root, path);
  if (system === undefined || system.includes("*") || isSpanSystem(system)) return;
  yield {
    code: "unknown_word",
    what: "unknown kind of system",
    path,
    offset: offsetOf(root, path),
    found: describeName(system),
    expected: "a name that OpenTelemetry has for one, such as postgresql; as it is, few spans will fit",
    nearest: nearestWord(system, spanSystems),
  };
}

function neverReached(root: LocatedNode, path: Path, first: number): ProblemDraft {
  return {
    code: "unused",
    what: "rule that is never reached",
    path,
    offset: offsetOf(root, path),
    found: `only spans that spans[${first}] takes`,
    expected: `spans that no rule before it takes, or this rule before spans[${first}]`,
  };
}

// Sure where it says yes: there may be others that are never reached.
function takesAllOf(root: LocatedNode, earlier: Path, later: Path): boolean {
  return MATCH_KEYS.every((key) => {
    const general = textAt(root, [...earlier, "match", key]);
    const special = textAt(root, [...later, "match", key]);
    if (general === undefined) return true;
    return special !== undefined && isMoreGeneral(key, general, special);
  });
}

// As a text, a pattern's stars are like nothing but stars of the other.
function isMoreGeneral(key: MatchKey, general: string, special: string): boolean {
  if (key === "route") return takesAllPaths(general, special);
  const isLike = wildcard(general);
  return isLike(special) || (key === "host" && isLike(special.replace(/:\d+$/, "")));
}

function takesAllPaths(general: string, special: string): boolean {
  if (shapeOf(general) === shapeOf(special)) return true;
  const tokens = tokensOf(special) ?? [];
  const isFixed = parametersOf(tokens).length === 0 && tokens.every(({ type }) => type === "text");
  return isFixed && pathToRegexp(general).regexp.test(special);
}
