import { trackedMap, trackedSet } from "./collections.ts";
import { hidesState, Membrane } from "./membrane.ts";
import type { PathNode } from "./path-node.ts";
import { Tracker } from "./tracker.ts";

/** What the tracked objects of one decision have seen so far. */
export class Reads {
  /** One bit per catalog feature. */
  readonly bits: number[];
  /** Places outside the catalog that were read. */
  unregistered: Set<PathNode> | undefined;
  /** Interest tags that were read. They stay in memory, for the rules to look at, and are never recorded. */
  tags: string[] | undefined;
  /** Reads after the decision was closed; nothing can record them any more, so they are counted. */
  late = 0;
  #open = true;
  // Most decisions track one source; a map is made for the second place.
  #first: Tracker | undefined;
  #trackers: Map<PathNode, Tracker> | undefined;

  constructor(bits: number[]) {
    this.bits = bits;
  }

  /** Notes a read of `node`, which gave `value`. */
  mark(node: PathNode, value: unknown): void {
    if (!this.#open) {
      this.late += 1;
      return;
    }
    const number = node.feature;
    if (number >= 0) {
      const word = number >>> 5;
      this.bits[word] = (this.bits[word] as number) | (1 << (number & 31));
      if (node.tags && typeof value === "string") (this.tags ??= []).push(value);
    } else {
      (this.unregistered ??= new Set()).add(node);
    }
  }

  /** Notes that everything at `node` left our sight: all features declared there, or the place itself. */
  markAll(node: PathNode): void {
    let any = false;
    for (const declared of node.declared()) {
      this.mark(declared, undefined);
      any = true;
    }
    if (!any) this.mark(node, undefined);
  }

  tracker(node: PathNode): Tracker {
    if (this.#first?.node === node) return this.#first;
    let tracker = this.#trackers?.get(node);
    if (!tracker) {
      tracker = new Tracker(this, node);
      if (this.#first) (this.#trackers ??= new Map()).set(node, tracker);
      else this.#first = tracker;
    }
    return tracker;
  }

  /** @internal The proxy that follows reads of `raw`, which stands at `node`. */
  proxyFor(raw: object, tracker: Tracker, node: PathNode): object {
    if (raw instanceof Map) return trackedMap(raw, this, node);
    if (raw instanceof Set) return trackedSet(raw, this, node);
    if (!Object.isExtensible(raw) || hidesState(raw)) return new Membrane(this, node, raw).proxy;
    return new Proxy(raw, tracker);
  }

  close(): void {
    this.#open = false;
  }
}
