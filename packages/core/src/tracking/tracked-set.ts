import { CollectionTracker, type Method, type Methods, methodsOf, type Visit } from "./collection-tracker.ts";
import type { PathNode } from "./path-node.ts";
import type { Reads } from "./reads.ts";
import { behind } from "./recognise.ts";

/** A set: its values are recorded as `[]`. */
export class TrackedSet extends CollectionTracker {
  static readonly #methods: Map<PropertyKey, Method> = methodsOf(
    (tracker) => tracker instanceof TrackedSet,
    Set.prototype,
    {
      has: (set, value: unknown) => set.#has(set.#own(value)),
      add: (set, value: unknown) => set.put(set.#own(value)),
      delete: (set, value: unknown) => set.remove(set.#own(value)),
      clear: (set) => set.removeAll(),
      forEach: (set, visit: Visit, self: unknown) => set.#forEach(visit, self),
      values: (set) => set.#values(),
      entries: (set) => set.#entries(),
    },
  );
  static {
    const values = this.#methods.get("values") as Method;
    this.#methods.set("keys", values).set(Symbol.iterator, values);
  }

  protected readonly methods: Methods = TrackedSet.#methods;
  readonly #set: Set<unknown>;

  constructor(reads: Reads, node: PathNode, set: Set<unknown>, target: object = set) {
    super(reads, node, set, target);
    this.#set = set;
  }

  /** The set that is read. */
  protected get content(): Set<unknown> {
    return this.#set;
  }

  protected put(value: unknown): object {
    this.#set.add(value);
    return this.proxy;
  }

  protected remove(value: unknown): boolean {
    return this.#set.delete(value);
  }

  protected removeAll(): void {
    this.#set.clear();
  }

  protected override size(): number {
    this.noteSize((node) => node.element);
    return this.content.size;
  }

  /** The value as the set holds it. */
  #own(value: unknown): unknown {
    return this.#set.has(value) ? value : behind(value, this.reads);
  }

  #has(value: unknown): boolean {
    const isFound = this.content.has(value);
    for (const { element } of this.nodes) {
      this.reads.notePresence(element, value);
      if (isFound && element.tags) this.reads.noteTags(value);
    }
    return isFound;
  }

  #see(value: unknown): unknown {
    return this.seen((node) => node.element, value);
  }

  #forEach(visit: Visit, self: unknown): void {
    if (typeof visit !== "function") this.content.forEach(visit);
    this.content.forEach((value) => {
      const form = this.#see(value);
      visit.call(self, form, form, this.proxy);
    });
  }

  *#values(): Generator {
    for (const value of this.content) yield this.#see(value);
  }

  *#entries(): Generator<[unknown, unknown]> {
    for (const value of this.#values()) yield [value, value];
  }
}
