import { nearestWord } from "@probity/rules";
import { describeName, describeWords } from "../describe.ts";
import type { Path } from "../place.ts";
import type { ProblemDraft } from "../problem.ts";
import { keysAt, type LocatedNode, nodeAt, offsetOf } from "../yaml/located-node.ts";

/**
 * Looks at what the schema can't say, mostly whether names that refer to each other agree. It reads the file as
 * written, so that it says all it can about a file in which other things are wrong, and passes over those. `file` is
 * what paths in it are relative to.
 */
export type Check = (root: LocatedNode, file: string) => Iterable<ProblemDraft>;

/** The names that a section declares; undefined when it is missing or no mapping, which is told elsewhere. */
export function declaredIn(root: LocatedNode, path: Path): readonly string[] | undefined {
  const value = nodeAt(root, path)?.value;
  if (typeof value !== "object" || value === null || Array.isArray(value)) return undefined;
  return keysAt(root, path);
}

/** A word that isn't one of those declared elsewhere in the file. */
export function undeclared(
  kind: string,
  word: string,
  declared: readonly string[],
  root: LocatedNode,
  path: Path,
): ProblemDraft {
  return {
    code: "undeclared",
    what: `undeclared ${kind}`,
    path,
    offset: offsetOf(root, path),
    found: describeName(word),
    expected:
      declared.length === 0 ? `a declared ${kind}; there is none` : `one of ${describeWords(declared)}`,
    nearest: nearestWord(word, declared),
  };
}
