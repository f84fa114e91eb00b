import type { Path } from "../place.ts";
import type { ProblemDraft } from "../problem.ts";
import { REFERENCE } from "../schema/secret-reference.ts";
import { keysAt, type LocatedNode, nodeAt, offsetOf, textAt } from "../yaml/located-node.ts";
import { declaredIn, undeclared } from "./check.ts";

/** No secret stands in the file, and the key in use is one of the keys. */
export function* checkSecrets(root: LocatedNode): Generator<ProblemDraft> {
  const ids = declaredIn(root, ["pseudonyms", "keys"]);
  for (const id of keysAt(root, ["pseudonyms", "keys"]))
    yield* inlineSecret(root, ["pseudonyms", "keys", id]);
  yield* inlineSecret(root, ["storage", "password"]);
  const current = textAt(root, ["pseudonyms", "current"]);
  if (current !== undefined && ids && !ids.includes(current)) {
    yield undeclared("key", current, ids, root, ["pseudonyms", "current"]);
  }
}

function* inlineSecret(root: LocatedNode, path: Path): Generator<ProblemDraft> {
  const value = nodeAt(root, path)?.value;
  if (typeof value !== "string" && typeof value !== "number") return;
  const found = typeof value === "string" ? "a text" : "a number";
  yield {
    code: "inline_secret",
    what: "secret in the configuration",
    path,
    offset: offsetOf(root, path),
    found,
    expected: `${REFERENCE}; if what stands here was a real secret, replace it`,
  };
}
