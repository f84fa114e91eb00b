import { nearestWord } from "@probity/rules";
import { describeName, describeValue, describeWords } from "../describe.ts";
import type { Path } from "../place.ts";
import type { ProblemDraft } from "../problem.ts";
import { rulesByPack } from "../vocabulary.ts";
import {
  entriesAt,
  keyOffsetOf,
  keysAt,
  type LocatedNode,
  nodeAt,
  offsetOf,
  textAt,
} from "../yaml/located-node.ts";
import { declaredIn, undeclared } from "./check.ts";
import { checkCode } from "./codes.ts";

const PACKS: Path = ["rules", "packs"];
const OUTLETS: Path = ["rules", "outlets"];
const LEXICONS: Path = ["rules", "lexicons"];

/** Packs stand once; rules that are given a mode are rules of them or of the deployment's own, on declared outlets. */
export function* checkRules(root: LocatedNode): Generator<ProblemDraft> {
  yield* checkPacks(root);
  const ids = ruleIds(root);
  yield* checkModes(root, ["rules", "modes"], ids);
  const outlets = nodeAt(root, ["outlets"]) ? declaredIn(root, ["outlets"]) : [];
  for (const outlet of keysAt(root, OUTLETS)) {
    const path = [...OUTLETS, outlet];
    if (outlets && !outlets.includes(outlet))
      yield { ...undeclared("outlet", outlet, outlets, root, path), offset: keyOffsetOf(root, path) };
    yield* checkModes(root, path, ids);
  }
  for (const position of entriesAt(root, LEXICONS).keys()) {
    const path = [...LEXICONS, position, "code"];
    const code = textAt(root, path);
    if (code !== undefined) yield* checkCode(root, path, code);
  }
}

/** Ids of the rules that can be given a mode; undefined where the packs can't be told. */
function ruleIds(root: LocatedNode): readonly string[] | undefined {
  const packs = nodeAt(root, PACKS) ? textsAt(root, PACKS) : ["cn"];
  const known = packs.map((pack) => rulesByPack.get(pack));
  if (known.includes(undefined)) return undefined;
  const own = [...entriesAt(root, ["rules", "own"]).keys()].map((at) =>
    textAt(root, ["rules", "own", at, "id"]),
  );
  return [...known.flatMap((ids) => ids ?? []), ...own.filter((id) => id !== undefined)];
}

function textsAt(root: LocatedNode, path: Path): string[] {
  return [...entriesAt(root, path).keys()].map((at) => textAt(root, [...path, at]) ?? "");
}

function* checkPacks(root: LocatedNode): Generator<ProblemDraft> {
  const old = ["rules", "pack"];
  if (nodeAt(root, old)) yield renamed(root, old);
  const seen: Set<string> = new Set();
  for (const at of entriesAt(root, PACKS).keys()) {
    const path = [...PACKS, at];
    const pack = textAt(root, path);
    if (pack === undefined) continue;
    if (seen.has(pack)) {
      const [offset, found] = [offsetOf(root, path), `${describeName(pack)} again`];
      yield { code: "duplicate", what: "listed twice", path, offset, found, expected: "each pack once" };
    }
    seen.add(pack);
  }
}

function renamed(root: LocatedNode, path: Path): ProblemDraft {
  const pack = textAt(root, path) ?? "cn";
  return {
    code: "unknown_key",
    what: "there can be several packs now",
    path,
    offset: keyOffsetOf(root, path),
    found: `pack: ${describeValue(nodeAt(root, path), path)}`,
    expected: `packs: [${rulesByPack.has(pack) ? pack : "cn"}]`,
    nearest: "packs",
  };
}

function* checkModes(
  root: LocatedNode,
  modes: Path,
  ids: readonly string[] | undefined,
): Generator<ProblemDraft> {
  if (!ids) return;
  for (const id of keysAt(root, modes)) {
    if (!ids.includes(id)) yield unknownRule(root, [...modes, id], id, ids);
  }
}

function unknownRule(root: LocatedNode, path: Path, id: string, ids: readonly string[]): ProblemDraft {
  return {
    code: "unknown_word",
    what: "unknown rule",
    path,
    offset: keyOffsetOf(root, path),
    found: describeName(id),
    expected: `one of ${describeWords(ids)}`,
    nearest: nearestWord(id, ids),
  };
}
