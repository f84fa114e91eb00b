import { nearestWord } from "@probity/rules";
import {
  type Alias,
  isAlias,
  isMap,
  isScalar,
  type ParsedNode,
  type Scalar,
  type YAMLMap,
  type YAMLSeq,
} from "yaml";
import { describeName } from "../describe.ts";
import type { Path } from "../place.ts";
import type { ProblemDraft } from "../problem.ts";
import type { LocatedEntry, LocatedNode } from "./located-node.ts";

interface Reading {
  readonly lineOf: (offset: number) => number;
  /** Undefined while the anchor's own value is being read. */
  readonly anchors: Map<string, LocatedNode | undefined>;
  readonly drafts: ProblemDraft[];
}

/** Plain data with places. Tells keys that are there twice, keys and texts that can't be used, and aliases to nothing. */
export function locateNodes(
  contents: ParsedNode | null,
  lineOf: (offset: number) => number,
): { root: LocatedNode; drafts: readonly ProblemDraft[] } {
  const reading: Reading = { lineOf, anchors: new Map(), drafts: [] };
  return { root: locate(contents, [], 0, reading), drafts: reading.drafts };
}

function locate(node: ParsedNode | null, path: Path, keyOffset: number, reading: Reading): LocatedNode {
  if (node === null) return scalarNode(null, keyOffset);
  if (isAlias(node)) return locateAlias(node, path, reading);
  const { anchor } = node;
  if (anchor !== undefined) reading.anchors.set(anchor, undefined);
  const located = locateValue(node, path, keyOffset, reading);
  if (anchor !== undefined) reading.anchors.set(anchor, located);
  return located;
}

function locateValue(
  node: Exclude<ParsedNode, Alias.Parsed>,
  path: Path,
  keyOffset: number,
  reading: Reading,
): LocatedNode {
  if (isScalar(node)) return locateScalar(node, path, keyOffset, reading);
  return isMap(node) ? locateMap(node, path, reading) : locateList(node, path, reading);
}

function locateScalar(
  scalar: Scalar.Parsed,
  path: Path,
  keyOffset: number,
  { drafts }: Reading,
): LocatedNode {
  const { value, source, range } = scalar;
  // A key with nothing after it: its value begins nowhere, so point at the key.
  const offset = source === "" ? keyOffset : range[0];
  if (typeof value === "string" && !value.isWellFormed()) {
    const [found, expected] = ["half of a surrogate pair", "well-formed Unicode"];
    drafts.push({ code: "bad_format", what: "text that can't be recorded", path, offset, found, expected });
  }
  return scalarNode(value, offset, source);
}

function scalarNode(value: unknown, offset: number, source?: string): LocatedNode {
  return { value, offset, source, entries: new Map() };
}

function locateMap(map: YAMLMap.Parsed, path: Path, reading: Reading): LocatedNode {
  const entries: Map<string, LocatedEntry> = new Map();
  const value = Object.create(null) as Record<string, unknown>;
  for (const { key, value: below } of map.items) {
    const keyOffset = key.range[0];
    const name = isScalar(key) ? key.source : undefined;
    if (name === undefined || name === "" || name === "__proto__" || !name.isWellFormed()) {
      reading.drafts.push(badKey(name, path, keyOffset));
      continue;
    }
    const at = [...path, name];
    const node = locate(below, at, keyOffset, reading);
    const first = entries.get(name);
    if (first) {
      reading.drafts.push(declaredTwice(name, at, keyOffset, reading.lineOf(first.keyOffset)));
      continue;
    }
    entries.set(name, { keyOffset, node });
    value[name] = node.value;
  }
  return { value, offset: map.range[0], entries };
}

function locateList(list: YAMLSeq.Parsed, path: Path, reading: Reading): LocatedNode {
  const entries: Map<number, LocatedEntry> = new Map();
  for (const [position, item] of list.items.entries()) {
    const keyOffset = item.range[0];
    entries.set(position, { keyOffset, node: locate(item, [...path, position], keyOffset, reading) });
  }
  return { value: [...entries.values()].map(({ node }) => node.value), offset: list.range[0], entries };
}

function locateAlias(alias: Alias.Parsed, path: Path, { anchors, drafts }: Reading): LocatedNode {
  const offset = alias.range[0];
  const target = anchors.get(alias.source);
  if (target) return target;
  const isWithinItself = anchors.has(alias.source);
  drafts.push({
    code: "syntax",
    what: isWithinItself ? "alias within its own anchor" : "alias to nothing",
    path,
    offset,
    found: `*${describeName(alias.source)}`,
    expected: isWithinItself ? "an anchor that ended before" : "an anchor of that name before",
    nearest: isWithinItself ? undefined : nearestWord(alias.source, anchors.keys()),
  });
  return scalarNode(null, offset);
}

function badKey(name: string | undefined, path: Path, offset: number): ProblemDraft {
  const found = name === undefined ? "a list or mapping" : name === "" ? "nothing" : describeName(name);
  return { code: "bad_name", what: "key that can't be used", path, offset, found, expected: "a name" };
}

function declaredTwice(name: string, path: Path, offset: number, firstLine: number): ProblemDraft {
  const found = `${describeName(name)} again`;
  const expected = `each name once; the first is on line ${firstLine}`;
  return { code: "duplicate", what: "declared twice", path, offset, found, expected };
}
