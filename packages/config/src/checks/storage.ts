import type { ProblemDraft } from "../problem.ts";
import { DEFAULT_BATCH_BYTES } from "../schema/storage.ts";
import { type LocatedNode, nodeAt, offsetOf } from "../yaml/located-node.ts";

/** What may wait in memory holds a batch at least: otherwise none would ever fill. */
export function* checkStorage(root: LocatedNode): Generator<ProblemDraft> {
  const path = ["storage", "maxPendingBytes"];
  const pending = nodeAt(root, path)?.value;
  const batch = nodeAt(root, ["storage", "batch", "maxBytes"])?.value ?? DEFAULT_BATCH_BYTES;
  if (typeof pending !== "number" || typeof batch !== "number" || pending >= batch) return;
  const expected = `at least storage.batch.maxBytes, ${batch}`;
  yield {
    code: "out_of_range",
    what: "less than one batch",
    path,
    offset: offsetOf(root, path),
    found: String(pending),
    expected,
  };
}
