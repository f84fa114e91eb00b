import type { Guard } from "./guard.ts";
import { kindOf } from "./kind.ts";
import { Membrane } from "./membrane.ts";
import type { PathNode } from "./path-node.ts";
import { behind, isObject, trackerOf } from "./recognise.ts";
import { TrackedMap } from "./tracked-map.ts";
import { TrackedSet } from "./tracked-set.ts";
import { Tracker } from "./tracker.ts";

/** Counts reads after the decision was closed: nothing can record them any more. */
export interface LateReads {
  reads: number;
}

/** What the tracked objects of one decision have seen so far. */
export class Reads {
  /** One bit per catalog feature. */
  readonly bits: number[];
  /** What rules hold back; undefined where none is enforced. */
  readonly guard: Guard | undefined;
  /** Places outside the catalog that were read. */
  unregistered: Set<PathNode> | undefined;
  /** Interest tags that were used. They stay in memory, for the rules to look at, and are never recorded. */
  tags: Set<string> | undefined;
  /** How often anything was noted. */
  marks = 0;
  protected isOpen = true;
  // One tracker per object, so that === holds as it does without us. Most decisions track one object.
  #first: Tracker | undefined;
  #trackers: Map<object, Tracker> | undefined;
  readonly #late: LateReads;

  constructor(bits: number[], late: LateReads, guard?: Guard) {
    this.bits = bits;
    this.guard = guard;
    this.#late = late;
  }

  /** The tracked form of what a source gave. */
  track(root: PathNode, data: unknown): unknown {
    if ((data === null || data === undefined) && root.feature < 0) return data;
    return this.see(root, data);
  }

  /** Notes a read of `value` at `node`, and gives its tracked form. */
  see(node: PathNode, value: unknown): unknown {
    if (node.isLeaf || !this.isOpen) {
      this.mark(node, value);
      return value;
    }
    if (!isObject(value)) {
      this.notePresence(node, value);
      return value;
    }
    if (node.feature >= 0) this.mark(node, undefined);
    const form = this.formOf(node, value);
    if (form === value && !trackerOf(value)) this.markAll(node);
    return form;
  }

  /** Notes that a value is there, except for a container: its content is noted when it is read. */
  notePresence(node: PathNode, value: unknown): void {
    const isOfNote = isObject(value)
      ? kindOf(value) === "value"
      : typeof value !== "function" && !(node.leadsOn && (value === null || value === undefined));
    if (node.feature >= 0 || isOfNote) this.mark(node, undefined);
  }

  /** Notes a read of `node`, which gave `value`. */
  mark(node: PathNode, value: unknown): void {
    if (!this.isOpen) {
      this.#late.reads += 1;
      return;
    }
    this.marks += 1;
    const number = node.feature;
    if (number >= 0) {
      const word = number >>> 5;
      this.bits[word] = (this.bits[word] as number) | (1 << (number & 31));
      if (node.tags) this.noteTags(value);
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

  /** Notes the use of a tag, or of a list of them. */
  noteTags(value: unknown): void {
    for (const tag of tagsIn(value)) (this.tags ??= new Set()).add(tag);
  }

  /**
   * The tracked form of an object that stands at `node`: the same one wherever it is met. An object that can't be
   * followed is its own form. After `close` so is every other: nothing can be recorded, and a part that the service
   * keeps must not keep the rest.
   */
  formOf(node: PathNode, value: object): object {
    if (!this.isOpen) return value;
    // What is tracked already, by this decision or another, is looked through.
    const raw = behind(value, this);
    const tracker = this.#trackerOf(raw);
    if (tracker) {
      if (node.feature >= 0 || node.leadsOn) tracker.standsAt(node);
      return tracker.proxy;
    }
    const made = this.#make(node, raw);
    if (!made) return value;
    if (this.#first) (this.#trackers ??= new Map()).set(raw, made);
    else this.#first = made;
    return made.proxy;
  }

  /** Whether something is held back from whoever reads. */
  get isHolding(): boolean {
    return this.guard?.isActive === true;
  }

  close(): void {
    this.isOpen = false;
    this.#first = undefined;
    this.#trackers = undefined;
  }

  #trackerOf(raw: object): Tracker | undefined {
    return this.#first?.raw === raw ? this.#first : this.#trackers?.get(raw);
  }

  #make(node: PathNode, raw: object): Tracker | undefined {
    const kind = kindOf(raw);
    if (kind === "value") return undefined;
    if (kind === "map") return new TrackedMap(this, node, raw as Map<unknown, unknown>);
    if (kind === "set") return new TrackedSet(this, node, raw as Set<unknown>);
    if (kind === "hidden" || !Object.isExtensible(raw))
      return new Membrane(this, node, raw, kind === "hidden");
    return new Tracker(this, node, raw);
  }
}

function tagsIn(value: unknown): readonly string[] {
  if (typeof value === "string") return [value];
  try {
    if (!Array.isArray(value) && !(value instanceof Set)) return NO_TAGS;
    return Array.from(value as Iterable<unknown>).filter((tag) => typeof tag === "string");
  } catch {
    return NO_TAGS; // a list of the service's own making that does not like to be read
  }
}

const NO_TAGS: readonly string[] = [];
