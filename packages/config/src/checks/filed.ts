import { keysAt, type LocatedNode, entriesAt, nodeAt, textAt } from "../yaml/located-node.ts";
import type { ProblemDraft } from "../problem.ts";
import { declaredIn, undeclared } from "./check.ts";

const KINDS = [
  ["outlets", "outlet"],
  ["features", "feature"],
  ["sources", "source"],
] as const;

/**
 * Names of what was filed that nothing here has. A filing may cover more than one service runs, so that it is a doubt:
 * but a slip of the keyboard makes what runs look unfiled.
 */
export function* doubtFiled(root: LocatedNode): Generator<ProblemDraft> {
  for (const id of keysAt(root, ["algorithms"])) {
    for (const [key, kind] of KINDS) {
      const declared = nodeAt(root, [key]) ? declaredIn(root, [key]) : [];
      for (const position of entriesAt(root, ["algorithms", id, "filed", key]).keys()) {
        const path = ["algorithms", id, "filed", key, position];
        const name = textAt(root, path);
        if (name === undefined || !declared || declared.includes(name)) continue;
        const draft = undeclared(kind, name, declared, root, path);
        yield {
          ...draft,
          what: `filed ${kind} that isn't declared`,
          expected: `${draft.expected}, unless another service has it`,
        };
      }
    }
  }
}
