import { CollectionVeil, Left, visibleOf } from "./collection-veil.ts";
import type { Method } from "./collection-tracker.ts";
import type { GuardedReads } from "./guarded-reads.ts";
import type { PathNode } from "./path-node.ts";
import { StandIn } from "./stand-in.ts";
import { TrackedMap } from "./tracked-map.ts";

/** A map of a decision in which rules are enforced: what is held of it is not there. */
export class VeiledMap extends TrackedMap {
  /** As of a {@link Veil}. */
  strict = false;
  declare readonly reads: GuardedReads;
  readonly #veil: CollectionVeil;
  readonly #left: Left<Map<unknown, unknown>> = new Left();

  constructor(reads: GuardedReads, node: PathNode, raw: Map<unknown, unknown>) {
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

  protected override get content(): Map<unknown, unknown> {
    return this.#left.of(this.reads, this.nodes, () => this.#withoutHeld()) ?? super.content;
  }

  protected override put(key: unknown, value: unknown): object {
    const { content } = this;
    if (content !== super.content && !this.#keeperOf(key, value)) content.set(key, value);
    return super.put(key, value);
  }

  protected override remove(key: unknown): boolean {
    const isThere = this.content.has(key);
    if (isThere && this.content !== super.content && !this.#keeperOf(key, undefined))
      this.content.delete(key);
    return super.remove(key) && isThere;
  }

  protected override removeAll(): void {
    super.removeAll();
    if (this.content !== super.content)
      for (const key of this.content.keys()) if (!this.#keeperOf(key, undefined)) this.content.delete(key);
  }

  protected override seen(placeIn: (node: PathNode) => PathNode, value: unknown): unknown {
    const places = this.nodes.map(placeIn);
    return this.reads.seeAt(places, value, this.strict);
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

  #keeperOf(key: unknown, value: unknown): PathNode | undefined {
    const places = this.nodes.map((node) => node.childOfData(key));
    return this.reads.keeperOf(places, value, this.strict);
  }

  /** A copy without what is held; undefined where nothing is. */
  #withoutHeld(): Map<unknown, unknown> | undefined {
    let isWhole = true;
    const left = new Map<unknown, unknown>();
    const neutral = this.#neutral();
    for (const [key, value] of super.content) {
      const keeper = this.#keeperOf(key, value);
      if (keeper) {
        isWhole = false;
        this.reads.noteHeld(keeper, value);
        const given = this.reads.neutralFor(keeper);
        if (given !== undefined && !neutral.has(key)) left.set(key, given);
      } else left.set(key, value);
    }
    for (const [key, place] of neutral) left.set(key, this.reads.neutralFor(place));
    return isWhole && neutral.size === 0 ? undefined : left;
  }

  /** The keys that are always there, with their neutral values. */
  #neutral(): Map<unknown, PathNode> {
    const declared = this.nodes.flatMap(({ children }) => [...children]);
    return new Map(
      declared.filter(([, place]) => place.neutral !== undefined && this.reads.guard.isHeld(place)),
    );
  }
}
