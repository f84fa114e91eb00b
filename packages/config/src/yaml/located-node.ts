import type { Path } from "../place.ts";

/** A value of the file with its place in the text. An alias shares the node of its anchor. */
export interface LocatedNode {
  /** Plain data: texts, numbers, booleans, null, arrays, and objects without a prototype. */
  readonly value: unknown;
  /** Where it begins. */
  readonly offset: number;
  /** A scalar as it is written. */
  readonly source?: string | undefined;
  /** By key of a mapping, or by position in a list. */
  readonly entries: ReadonlyMap<string | number, LocatedEntry>;
}

/** An entry of a mapping or list. */
export interface LocatedEntry {
  /** Where its key begins; in a list, where its value begins. */
  readonly keyOffset: number;
  readonly node: LocatedNode;
}

/** The node at a path, if there is one. */
export function nodeAt(root: LocatedNode, path: Path): LocatedNode | undefined {
  let node: LocatedNode | undefined = root;
  for (const step of path) node = node?.entries.get(step)?.node;
  return node;
}

/** Where the value at a path begins; where its nearest enclosing key begins, if there is no such value. */
export function offsetOf(root: LocatedNode, path: Path): number {
  return nodeAt(root, path)?.offset ?? keyOffsetOf(root, path);
}

/** Where the key at a path begins; where its nearest enclosing key begins, if there is no such key. */
export function keyOffsetOf(root: LocatedNode, path: Path): number {
  let node = root;
  let offset = 0;
  for (const step of path) {
    const entry: LocatedEntry | undefined = node.entries.get(step);
    if (!entry) break;
    offset = entry.keyOffset;
    node = entry.node;
  }
  return offset;
}

/** The entries of the mapping or list at a path; none when there is no such thing. */
export function entriesAt(root: LocatedNode, path: Path): ReadonlyMap<string | number, LocatedEntry> {
  return nodeAt(root, path)?.entries ?? new Map<string, LocatedEntry>();
}

/** The keys of the mapping at a path. */
export function keysAt(root: LocatedNode, path: Path): string[] {
  return [...entriesAt(root, path).keys()].filter((key) => typeof key === "string");
}

/** The text at a path; undefined when there is none, or something else. */
export function textAt(root: LocatedNode, path: Path): string | undefined {
  const value = nodeAt(root, path)?.value;
  return typeof value === "string" ? value : undefined;
}
