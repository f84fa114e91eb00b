import { type Catalog, createCatalog, type Outlet } from "@probity/core";
import { ownPack, type CompiledRule, type Rule, rulePacks, type RuleResponse } from "@probity/rules";
import type { Config } from "../config.ts";
import { describeName } from "../describe.ts";
import type { Path } from "../place.ts";
import type { ProblemDraft } from "../problem.ts";
import { keyOffsetOf, type LocatedNode } from "../yaml/located-node.ts";

/** Rules that are enforced, or in shadow, where that holds nothing back: an officer must not believe that it does. */
export function* doubtEnforcement(
  config: Omit<Config, "warnings">,
  root: LocatedNode,
): Generator<ProblemDraft> {
  const { rules } = config;
  const places = [...rules.modes].map(([id, mode]) => ({
    id,
    mode,
    path: ["rules", "modes", id],
    outlet: "",
  }));
  for (const [outlet, modes] of rules.outlets) {
    for (const [id, mode] of modes) places.push({ id, mode, path: ["rules", "outlets", outlet, id], outlet });
  }
  const holding = places.filter(({ mode }) => mode === "enforce" || mode === "shadow");
  if (holding.length === 0) return;
  const catalog = createCatalog(config.catalog);
  const known = new Map(rulesOf(config).map((rule) => [rule.id, rule]));
  for (const { id, mode, path, outlet } of holding) {
    const rule = known.get(id);
    const why = rule && whyNothing(rule, config, catalog, outlet);
    if (why !== undefined) yield doubt(root, path, mode, why);
  }
}

function rulesOf({ rules: { packs, own } }: Pick<Config, "rules">): readonly Rule[] {
  return [...packs.flatMap((id) => rulePacks.get(id) ?? []), ownPack(own)].flatMap(({ rules }) => rules);
}

/** Why the rule never holds anything back; undefined where it may. */
function whyNothing(
  rule: Rule,
  { algorithms, outlets }: Pick<Config, "algorithms" | "outlets">,
  catalog: Catalog,
  outletId: string,
): string | undefined {
  if (!rule.compile || !rule.when.includes("inline")) {
    return "a rule that looks at decisions as they are made; this one looks at stored records or the registry";
  }
  const places: readonly (Outlet | undefined)[] =
    outletId === "" ? [undefined, ...outlets] : outlets.filter(({ id }) => id === outletId);
  const responses: RuleResponse[] = [];
  for (const algorithm of algorithms) {
    const response = rule.byServiceClass?.[algorithm.serviceClass ?? "general"] ?? rule;
    responses.push(response);
    const compiled = places.map((outlet) => rule.compile?.({ catalog, algorithm, outlet }));
    if (isHolding(response) && compiled.some((each) => each && canHold(each, response))) return undefined;
  }
  const actions = [...new Set(responses.map(({ defaultAction }) => defaultAction))];
  if (!responses.some(isHolding)) {
    return `a rule whose action holds something back; this one's is ${actions.join(", ")}, so that it only records`;
  }
  return `something declared that it can hold back by ${actions.join(", ")}: no algorithm, outlet or feature here gives it anything`;
}

function isHolding({ defaultAction }: RuleResponse): boolean {
  return defaultAction !== "record" && defaultAction !== "warn";
}

// Whatever its action, a rule that holds keeps back the data and items that it is against.
function canHold(compiled: CompiledRule, { defaultAction }: RuleResponse): boolean {
  const { forbids, forbidsUnregistered, refusesTag, refusesItem, refuses } = compiled;
  const isOfWhole = defaultAction === "fallback" || defaultAction === "block";
  return (
    [forbids, forbidsUnregistered, refusesTag, refusesItem].some((each) => each !== undefined) ||
    (isOfWhole && refuses !== undefined)
  );
}

function doubt(root: LocatedNode, path: Path, mode: string, expected: string): ProblemDraft {
  return {
    code: "suspicious",
    what: mode === "enforce" ? "rule enforced in vain" : "rule in shadow in vain",
    path,
    offset: keyOffsetOf(root, path),
    found: describeName(mode),
    expected,
  };
}
