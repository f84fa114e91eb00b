import { describeName } from "../describe.ts";
import type { ProblemDraft } from "../problem.ts";
import { entriesAt, keysAt, type LocatedNode, offsetOf, textAt } from "../yaml/located-node.ts";
import { declaredIn, undeclared } from "./check.ts";
import { filingDoubt } from "./filing-number.ts";

/** Features that an algorithm lists are declared, and listed once. */
export function* checkAlgorithms(root: LocatedNode): Generator<ProblemDraft> {
  const features = declaredIn(root, ["features"]);
  if (!features) return;
  const isDeclared = new Set(features);
  for (const id of keysAt(root, ["algorithms"])) {
    const listed: Set<string> = new Set();
    for (const position of entriesAt(root, ["algorithms", id, "features"]).keys()) {
      const path = ["algorithms", id, "features", position];
      const name = textAt(root, path);
      if (name === undefined) continue;
      if (!isDeclared.has(name)) yield undeclared("feature", name, features, root, path);
      else if (listed.has(name)) {
        const [offset, found] = [offsetOf(root, path), `${describeName(name)} again`];
        yield { code: "duplicate", what: "listed twice", path, offset, found, expected: "each feature once" };
      }
      listed.add(name);
    }
  }
}

/** Filing numbers that look mistyped, or like those of another algorithm. */
export function* doubtAlgorithms(root: LocatedNode): Generator<ProblemDraft> {
  for (const id of keysAt(root, ["algorithms"])) {
    const path = ["algorithms", id, "filing"];
    const filing = textAt(root, path) ?? "";
    const expected = filingDoubt(filing, textAt(root, ["algorithms", id, "type"]));
    if (expected === undefined) continue;
    const [offset, found] = [offsetOf(root, path), describeName(filing)];
    yield { code: "suspicious", what: "filing number that looks mistyped", path, offset, found, expected };
  }
}
