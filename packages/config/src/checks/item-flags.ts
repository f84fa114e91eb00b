import { nearestWord } from "@probity/rules";
import { describeName, describeWords } from "../describe.ts";
import type { Path } from "../place.ts";
import type { ProblemDraft } from "../problem.ts";
import { itemFlags } from "../vocabulary.ts";
import {
  entriesAt,
  keyOffsetOf,
  keysAt,
  type LocatedNode,
  nodeAt,
  offsetOf,
  textAt,
} from "../yaml/located-node.ts";

/** Flags of items are known ones, and stand beside the ids, in the elements of the same list. */
export function* checkItemFlags(root: LocatedNode): Generator<ProblemDraft> {
  for (const position of entriesAt(root, ["routes"]).keys()) {
    const route = ["routes", position];
    const flags = [...route, "itemFlags"];
    const items = textAt(root, [...route, "items"]);
    if (nodeAt(root, flags) && !nodeAt(root, [...route, "items"])) yield flagsOfNoItems(root, flags);
    for (const flag of keysAt(root, flags)) {
      const path = [...flags, flag];
      if (!itemFlags.some((known) => known === flag)) yield unknownFlag(root, path, flag);
      const place = textAt(root, path);
      if (items !== undefined && place !== undefined && !isBeside(items, place))
        yield elsewhere(root, path, items);
    }
  }
}

/** Whether a place is within the elements of the innermost list that the ids stand in, and in no list of its own. */
function isBeside(items: string, place: string): boolean {
  const list = items.slice(0, items.lastIndexOf("[]") + 2);
  if (!items.includes("[]")) return !place.includes("[]");
  const within = place.slice(list.length);
  return place.startsWith(list) && /^\.[^[\]]+$/.test(within);
}

function flagsOfNoItems(root: LocatedNode, path: Path): ProblemDraft {
  const [offset, found] = [keyOffsetOf(root, path), "no items"];
  const expected = "items: where the ids stand beside it, or no itemFlags";
  return { code: "conflict", what: "flags of no items", path, offset, found, expected };
}

function unknownFlag(root: LocatedNode, path: Path, flag: string): ProblemDraft {
  return {
    code: "unknown_word",
    what: "unknown flag of items",
    path,
    offset: keyOffsetOf(root, path),
    found: describeName(flag),
    expected: `one of ${describeWords(itemFlags)}`,
    nearest: nearestWord(flag, itemFlags),
  };
}

function elsewhere(root: LocatedNode, path: Path, items: string): ProblemDraft {
  return {
    code: "conflict",
    what: "flag that stands elsewhere",
    path,
    offset: offsetOf(root, path),
    found: describeName(textAt(root, path) ?? ""),
    expected: `a place beside the ids at ${describeName(items)}, in the elements of the same list`,
  };
}
