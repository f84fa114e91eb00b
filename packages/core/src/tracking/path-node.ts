import type { CatalogFeature } from "../catalog.ts";

/** Undeclared names remembered below one node; what comes after is recorded as `*`. */
const MOST_DISCOVERED = 64;

/**
 * One place in the objects of a source, such as `profile.address.city` or `profile.interests[]`. Declared places
 * carry a feature number; others are discovered when they are first read, and bounded.
 */
export class PathNode {
  readonly source: string;
  /** Path within the source; empty for the object itself. */
  readonly path: string;
  /** Number of the declared feature, or -1. */
  feature = -1;
  tags = false;
  /** A declared feature with nothing declared below it: whatever stands there is one value. */
  isLeaf = false;
  readonly children: Map<string, PathNode> = new Map();
  /** The children that are leaves: nearly every read of a well-declared source is of one. */
  readonly leaves: Map<string, PathNode> = new Map();
  #element: PathNode | undefined;
  #any: PathNode | undefined;
  #discovered = 0;

  constructor(source: string, path: string) {
    this.source = source;
    this.path = path;
  }

  /** Any element of an array or a set: `[]`. */
  get element(): PathNode {
    return (this.#element ??= new PathNode(this.source, `${this.path}[]`));
  }

  /** Any key of an object or map whose keys are data: `*`. */
  get any(): PathNode {
    return (this.#any ??= new PathNode(this.source, this.#below("*")));
  }

  /** The declared child, the declared wildcard, or a place discovered now. */
  child(key: string): PathNode {
    return this.children.get(key) ?? this.#any ?? this.#discover(key);
  }

  /** The child for a key that may be data: only declared keys keep their name. */
  childOfData(key: unknown): PathNode {
    return (typeof key === "string" ? this.children.get(key) : undefined) ?? this.any;
  }

  /** @internal For building the tree of declared features. */
  declare(key: string): PathNode {
    if (key === "*") return this.any;
    let child = this.children.get(key);
    if (!child) this.children.set(key, (child = new PathNode(this.source, this.#below(key))));
    return child;
  }

  /** @internal Settles what is a leaf, once all features are declared. */
  settle(): void {
    const below = [...this.children.values(), this.#element, this.#any].filter((node) => node !== undefined);
    for (const node of below) node.settle();
    this.isLeaf = this.feature >= 0 && below.length === 0;
    for (const [key, node] of this.children) if (node.isLeaf) this.leaves.set(key, node);
  }

  /** Every declared feature here or below. */
  *declared(): Generator<PathNode> {
    if (this.feature >= 0) yield this;
    for (const child of this.children.values()) yield* child.declared();
    if (this.#element) yield* this.#element.declared();
    if (this.#any) yield* this.#any.declared();
  }

  #discover(key: string): PathNode {
    if (!isSchemaName(key) || this.#discovered >= MOST_DISCOVERED) return this.any;
    this.#discovered += 1;
    return this.declare(key);
  }

  #below(key: string): string {
    return this.path === "" ? key : `${this.path}.${key}`;
  }
}

/** The root of a source's tree. */
export type SourceNode = PathNode;

/** The tree that tracked reads walk, one root per source. */
export function buildTree(
  sources: Iterable<string>,
  features: readonly CatalogFeature[],
): Map<string, SourceNode> {
  const roots: Map<string, SourceNode> = new Map();
  for (const source of sources) roots.set(source, new PathNode(source, ""));
  for (const { source, path, number, tags } of features) {
    const root = roots.get(source);
    if (!root) continue;
    const node = nodeAt(root, path);
    node.feature = number;
    node.tags = tags;
  }
  for (const root of roots.values()) root.settle();
  return roots;
}

function nodeAt(root: PathNode, path: string): PathNode {
  let node = root;
  for (const segment of path.split(".")) {
    const name = segment.replace(/(\[\])+$/, "");
    if (name !== "") node = node.declare(name);
    for (let depth = (segment.length - name.length) / 2; depth > 0; depth -= 1) node = node.element;
  }
  return node;
}

/**
 * Whether an undeclared key reads like a field's name rather than somebody's data. Keys may be identifiers
 * (`{"alice@example.org": 5}`), and those must never be recorded: letters, few digits, no punctuation.
 */
function isSchemaName(key: string): boolean {
  return (
    key.length <= 40 && /^[\p{L}_$][\p{L}\p{N}_$-]*$/u.test(key) && !/\p{N}{4}|(?:\p{N}.*){6}/u.test(key)
  );
}
