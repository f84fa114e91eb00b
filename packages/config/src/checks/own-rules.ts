import { wildcard } from "@probity/core";
import { describeName } from "../describe.ts";
import type { Path } from "../place.ts";
import type { ProblemDraft } from "../problem.ts";
import { rulesByPack } from "../vocabulary.ts";
import { entriesAt, keysAt, type LocatedNode, nodeAt, offsetOf, textAt } from "../yaml/located-node.ts";
import { declaredIn, undeclared } from "./check.ts";
import { checkCodeOrClass } from "./codes.ts";

const OWN: Path = ["rules", "own"];

/** Rules of the deployment's own have ids of their own, and name what is declared. */
export function* checkOwnRules(root: LocatedNode): Generator<ProblemDraft> {
  const taken: Map<string, string> = new Map();
  for (const [pack, ids] of rulesByPack) for (const id of ids) taken.set(id, `pack ${pack}`);
  const declared = {
    algorithm: declaredIn(root, ["algorithms"]),
    outlet: nodeAt(root, ["outlets"]) ? declaredIn(root, ["outlets"]) : [],
    feature: declaredIn(root, ["features"]),
    source: declaredIn(root, ["sources"]),
  };
  for (const position of entriesAt(root, OWN).keys()) {
    const rule = [...OWN, position];
    const id = textAt(root, [...rule, "id"]);
    const other = id === undefined ? undefined : taken.get(id);
    if (other !== undefined) yield takenId(root, [...rule, "id"], other);
    else if (id !== undefined) taken.set(id, `rules.own[${position}]`);
    yield* namesIn(root, [...rule, "when", "algorithms"], "algorithm", declared.algorithm);
    yield* namesIn(root, [...rule, "when", "outlets"], "outlet", declared.outlet && [...declared.outlet, ""]);
    yield* namesIn(root, [...rule, "forbids", "features"], "feature", declared.feature);
    yield* namesIn(root, [...rule, "forbids", "sources"], "source", declared.source);
    yield* codesIn(root, rule);
  }
}

function* codesIn(root: LocatedNode, rule: Path): Generator<ProblemDraft> {
  const forbidden = [...rule, "forbids", "codes"];
  for (const position of entriesAt(root, forbidden).keys()) {
    const path = [...forbidden, position];
    const code = textAt(root, path);
    if (code !== undefined) yield* checkCodeOrClass(root, path, code, "value");
  }
  const limited = [...rule, "limits", "codes"];
  for (const code of keysAt(root, limited)) yield* checkCodeOrClass(root, [...limited, code], code, "key");
}

function takenId(root: LocatedNode, path: Path, other: string): ProblemDraft {
  return {
    code: "duplicate",
    what: "id of another rule",
    path,
    offset: offsetOf(root, path),
    found: `${describeName(textAt(root, path) ?? "")}, which ${other} has`,
    expected: "an id of its own: settings and findings name rules by their id alone",
  };
}

/** Names, or patterns of them, that stand for nothing declared. */
function* namesIn(
  root: LocatedNode,
  list: Path,
  kind: string,
  declared: readonly string[] | undefined,
): Generator<ProblemDraft> {
  if (!declared) return;
  for (const position of entriesAt(root, list).keys()) {
    const path = [...list, position];
    const pattern = textAt(root, path);
    if (pattern === undefined || declared.some(wildcard(pattern))) continue;
    const names = declared.filter((name) => name !== "");
    yield undeclared(kind, pattern, names, root, path);
  }
}
