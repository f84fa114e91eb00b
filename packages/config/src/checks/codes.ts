import { nearestWord } from "@probity/rules";
import { describeName } from "../describe.ts";
import type { Path } from "../place.ts";
import type { ProblemDraft } from "../problem.ts";
import { codesAndClasses, sensitivityCodes } from "../vocabulary.ts";
import { keyOffsetOf, type LocatedNode, offsetOf } from "../yaml/located-node.ts";

/** A text that stands as a value, or as a key, where a whole code of the taxonomy belongs. */
export function* checkCode(root: LocatedNode, path: Path, code: string): Generator<ProblemDraft> {
  if (sensitivityCodes.includes(code)) return;
  yield {
    code: "unknown_word",
    what: "unknown sensitivity code",
    path,
    offset: offsetOf(root, path),
    found: describeName(code),
    expected: "a whole code of the taxonomy, such as SPI.MED.COND",
    nearest: nearestWord(code, sensitivityCodes),
  };
}

/** The same, where a class of codes may stand too. */
export function* checkCodeOrClass(
  root: LocatedNode,
  path: Path,
  code: string,
  at: "key" | "value",
): Generator<ProblemDraft> {
  if (codesAndClasses.includes(code)) return;
  yield {
    code: "unknown_word",
    what: "unknown sensitivity code",
    path,
    offset: at === "key" ? keyOffsetOf(root, path) : offsetOf(root, path),
    found: describeName(code),
    expected: "a code of the taxonomy, such as SPI.MED.COND, or a class of them, such as SPI.MED",
    nearest: nearestWord(code, codesAndClasses),
  };
}
