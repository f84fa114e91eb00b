import type { CatalogFeature, NeutralValue } from "../catalog.ts";

/** Undeclared names remembered below one place; what comes after is recorded as `*`. */
const MOST_DISCOVERED = 64;
/** Undeclared places remembered in one source. */
const MOST_IN_SOURCE = 1024;
/** Steps to an undeclared place. Whatever lies deeper is recorded as if it stood there. */
const MOST_DEEP = 16;

/**
 * One place in the objects of a source, such as `profile.address.city` or `profile.interests[]`. Declared places
 * carry a feature number; others are discovered when they are first read. They are kept as long as the catalog, so
 * they are bounded, whatever shapes the data takes.
 */
export class PathNode {
  readonly source: string;
  /** Path within the source; empty for the object itself. */
  readonly path: string;
  /** Number of the declared feature, or -1. */
  feature = -1;
  tags = false;
  /** What a read gives where the feature is held back; undefined for what nobody can list, elements and wildcards. */
  neutral: NeutralValue | undefined = undefined;
  /** Something is declared below. */
  leadsOn = false;
  /** A declared feature with nothing declared below it: whatever stands there is one value. */
  isLeaf = false;
  /** The declared children. */
  readonly children: Map<string, PathNode> = new Map();
  /** The children that are leaves: nearly every read of a well-declared source is of one. */
  readonly leaves: Map<string, PathNode> = new Map();
  readonly #depth: number;
  /** How many undeclared places the source may still show. */
  readonly #room: { places: number };
  readonly #isDeclared: boolean;
  #discovered: Map<string, PathNode> | undefined;
  #element: PathNode | undefined;
  #any: PathNode | undefined;
  #hasWildcard = false;

  constructor(source: string, path = "", above?: PathNode, isDeclared = true) {
    this.source = source;
    this.path = path;
    this.#depth = above ? above.#depth + 1 : 0;
    this.#room = above ? above.#room : { places: MOST_IN_SOURCE };
    this.#isDeclared = isDeclared;
  }

  /** Any element of an array or a set: `[]`. */
  get element(): PathNode {
    return (this.#element ??= this.#discover(`${this.path}[]`, true)) ?? this;
  }

  /** Any key of an object or map whose keys are data: `*`. */
  get any(): PathNode {
    return (this.#any ??= this.#discover(this.#named("*"), true)) ?? this;
  }

  /** The declared wildcard. */
  get wildcard(): PathNode | undefined {
    return this.#hasWildcard ? this.#any : undefined;
  }

  /** What the number of things that stand here tells of: of them, unless they are containers. */
  get whenCounted(): PathNode | undefined {
    return this.leadsOn && this.feature < 0 ? undefined : this;
  }

  /** The declared child, the declared wildcard, or a place discovered now. */
  child(key: string): PathNode {
    const declared = this.children.get(key);
    if (declared) return declared;
    return this.#hasWildcard ? this.any : (this.#discovered?.get(key) ?? this.#discoverChild(key));
  }

  /** The child for a key that may be data: only declared keys keep their name. */
  childOfData(key: unknown): PathNode {
    return (typeof key === "string" ? this.children.get(key) : undefined) ?? this.any;
  }

  /** Every declared feature here or below. */
  *declared(): Generator<PathNode> {
    if (this.feature >= 0) yield this;
    for (const child of this.#fixed()) yield* child.declared();
  }

  /** @internal For building the tree of declared features. */
  declare(step: string): PathNode {
    if (step === "*") this.#hasWildcard = true;
    if (step === "*") return (this.#any ??= this.#below(this.#named("*")));
    if (step === "[]") return (this.#element ??= this.#below(`${this.path}[]`));
    let child = this.children.get(step);
    if (!child) this.children.set(step, (child = this.#below(this.#named(step))));
    return child;
  }

  /** @internal Settles what is a leaf, once all features are declared. */
  settle(): void {
    const below = this.#fixed();
    for (const node of below) node.settle();
    this.leadsOn = below.length > 0;
    this.isLeaf = this.feature >= 0 && !this.leadsOn;
    for (const [key, node] of this.children) if (node.isLeaf) this.leaves.set(key, node);
  }

  /** The children that were not discovered by name. */
  #fixed(): PathNode[] {
    return [...this.children.values(), this.#element, this.#any].filter((node) => node !== undefined);
  }

  #discoverChild(key: string): PathNode {
    const isKept = (this.#discovered?.size ?? 0) < MOST_DISCOVERED && isPlainName(key);
    const child = isKept ? this.#discover(this.#named(key)) : undefined;
    if (!child) return this.any;
    (this.#discovered ??= new Map()).set(key, child);
    return child;
  }

  /** A new place below this one, unless it would be one too many. */
  #discover(path: string, isNeeded = false): PathNode | undefined {
    const isFull = this.#depth >= MOST_DEEP || this.#room.places <= 0;
    if (isFull && !(isNeeded && this.#isDeclared)) return undefined;
    this.#room.places -= 1;
    return new PathNode(this.source, path, this, false);
  }

  #below(path: string): PathNode {
    return new PathNode(this.source, path, this);
  }

  #named(step: string): string {
    return this.path === "" ? step : `${this.path}.${step}`;
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
  for (const source of sources) roots.set(source, new PathNode(source));
  for (const { source, path, number, tags, neutral } of features) {
    const root = roots.get(source);
    if (!root) continue;
    const node = nodeAt(root, path);
    node.feature = number;
    node.tags = tags;
    if (!/(?:\[\]|(?:^|\.)\*)$/.test(path)) node.neutral = neutral;
  }
  for (const root of roots.values()) root.settle();
  return roots;
}

function nodeAt(root: PathNode, path: string): PathNode {
  let node = root;
  for (const segment of path.split(".")) {
    const name = segment.replace(/(\[\])+$/, "");
    if (name !== "") node = node.declare(name);
    for (let depth = (segment.length - name.length) / 2; depth > 0; depth -= 1) node = node.declare("[]");
  }
  return node;
}

/**
 * Whether an undeclared key reads like a field's name rather than somebody's data. Keys may be identifiers
 * (`{"alice@example.org": 5}`), and those must never be recorded: letters, few digits, no punctuation.
 */
export function isPlainName(key: string): boolean {
  return (
    key.length <= 40 && /^[\p{L}_$][\p{L}\p{N}_$-]*$/u.test(key) && !/\p{N}{4}|(?:\p{N}.*){6}/u.test(key)
  );
}

/** A path with every step hidden that may be data. */
export function plainPath(path: string): string {
  const steps = path.split(".").map((step) => {
    const [, name = "", brackets = ""] = /^(.*?)((?:\[\])*)$/su.exec(step) ?? [];
    return name === "" || isPlainName(name) ? step : `*${brackets}`;
  });
  return steps.join(".");
}
