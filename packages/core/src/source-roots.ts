import type { Catalog } from "./catalog.ts";
import { isPlainName, PathNode } from "./tracking/path-node.ts";

/** Sources named in code but not in the catalog that are remembered. */
const MOST_UNKNOWN = 64;

/** Where reads of each source start. Sources that nobody declared, and whose name may be data, share one. */
export class SourceRoots {
  readonly #declared: Catalog["tree"];
  readonly #unknown: Map<string, PathNode> = new Map();
  readonly #other: PathNode = new PathNode("*");

  constructor({ tree }: Pick<Catalog, "tree">) {
    this.#declared = tree;
  }

  of(source: string): PathNode {
    const known = this.#declared.get(source) ?? this.#unknown.get(source);
    if (known) return known;
    if (this.#unknown.size >= MOST_UNKNOWN || !isPlainName(source)) return this.#other;
    const root = new PathNode(source);
    this.#unknown.set(source, root);
    return root;
  }
}
