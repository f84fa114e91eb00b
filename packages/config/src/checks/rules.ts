import { nearestWord } from "@probity/rules";
import { describeName, describeWords } from "../describe.ts";
import type { ProblemDraft } from "../problem.ts";
import { rulesByPack } from "../vocabulary.ts";
import { keyOffsetOf, keysAt, type LocatedNode, offsetOf, textAt } from "../yaml/located-node.ts";

/** Rules that are given a mode are rules of the pack; none is enforced yet. */
export function* checkRules(root: LocatedNode): Generator<ProblemDraft> {
  const pack = textAt(root, ["rules", "pack"]) ?? "cn";
  const ids = rulesByPack.get(pack);
  for (const id of keysAt(root, ["rules", "modes"])) {
    const path = ["rules", "modes", id];
    if (ids && !ids.includes(id)) yield unknownRule(root, path, id, ids);
    const mode = textAt(root, path);
    if (mode === "enforce" || mode === "shadow") yield notYet(root, path, mode);
  }
}

function unknownRule(root: LocatedNode, path: string[], id: string, ids: readonly string[]): ProblemDraft {
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

function notYet(root: LocatedNode, path: string[], mode: string): ProblemDraft {
  return {
    code: "not_available",
    what: "not available yet: enforcement is still to come, use observe",
    path,
    offset: offsetOf(root, path),
    found: describeName(mode),
    expected: "observe, which records what the rule finds, or off",
  };
}
