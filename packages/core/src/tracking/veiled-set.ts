import { CollectionVeil, Left, visibleOf } from "./collection-veil.ts";
import type { Method } from "./collection-tracker.ts";
import type { GuardedReads } from "./guarded-reads.ts";
import type { PathNode } from "./path-node.ts";
import { StandIn } from "./stand-in.ts";
import { TrackedSet } from "./tracked-set.ts";

/** A set of a decision in which rules are enforced: what is held of it is not there. */
export class VeiledSet extends TrackedSet {
  /** As of a {@link Veil}. */
  strict = false;
  declare readonly reads: GuardedReads;
  readonly #veil: CollectionVeil;
  readonly #left: Left<Set<unknown>> = new Left();

  constructor(reads: GuardedReads, node: PathNode, raw: Set<unknown>) {
    const standIn = new StandIn(raw, () => visibleOf(reads, this.proxy));
    super(reads, node, raw, standIn.target);
    this.#veil = new CollectionVeil(this, standIn);
  }

  get source(): object {
    return this.raw;
  }

  /** Whether nothing of it is held, as far as it itself goes. */
  get isWhole(): boolean {
    return !this.strict && this.reads.guard.isWholeAt(this.nodes);
  }

  placesOf(key: PropertyKey, value: unknown): readonly PathNode[] {
    return this.nodes.flatMap((node) => this.placeIn(node, key, value, false) ?? []);
  }

  override untrack(): object {
    this.release();
    return visibleOf(this.reads, this.proxy);
  }

  protected override onGet(target: object, key: PropertyKey, receiver: unknown): unknown {
    return Object.hasOwn(this.raw, key)
      ? this.#veil.getOwn(key, receiver)
      : super.onGet(target, key, receiver);
  }

  override defineProperty(target: object, key: PropertyKey, descriptor: PropertyDescriptor): boolean {
    const isDone = super.defineProperty(target, key, descriptor);
    if (isDone) this.#veil.define(key, descriptor);
    return isDone;
  }

  protected override get content(): Set<unknown> {
    return this.#left.of(this.reads, this.nodes, () => this.#withoutHeld()) ?? super.content;
  }

  protected override put(value: unknown): object {
    const { content } = this;
    if (content !== super.content && !this.#keeperOf(value)) content.add(value);
    return super.put(value);
  }

  protected override remove(value: unknown): boolean {
    const isThere = this.content.has(value);
    if (this.content !== super.content) this.content.delete(value);
    return super.remove(value) && isThere;
  }

  protected override removeAll(): void {
    if (this.content !== super.content) this.content.clear();
    super.removeAll();
  }

  protected override seen(placeIn: (node: PathNode) => PathNode, value: unknown): unknown {
    return this.reads.seeAt(this.nodes.map(placeIn), value, this.strict);
  }

  protected override noteSize(placeIn: (node: PathNode) => PathNode): void {
    if (this.content === super.content) super.noteSize(placeIn);
  }

  protected override runUnseen(method: Method, given: never[]): unknown {
    this.release();
    return this.#veil.unseen.run(method as (...given: unknown[]) => unknown, this.raw, given);
  }

  protected override seeUnseen(value: unknown): unknown {
    this.release();
    return this.#veil.unseen.shown(value);
  }

  #keeperOf(value: unknown): PathNode | undefined {
    return this.reads.keeperOf(
      this.nodes.map(({ element }) => element),
      value,
      this.strict,
    );
  }

  /** A copy without what is held; undefined where nothing is. */
  #withoutHeld(): Set<unknown> | undefined {
    const left = new Set<unknown>();
    for (const value of super.content) {
      const keeper = this.#keeperOf(value);
      if (keeper) this.reads.noteHeld(keeper, value);
      else left.add(value);
    }
    return left.size === super.content.size ? undefined : left;
  }
}
