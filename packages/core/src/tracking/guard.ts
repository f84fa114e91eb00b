import { types } from "node:util";
import type { NeutralValue } from "../catalog.ts";
import { FeatureSet } from "../feature-set.ts";
import type { Hold } from "../hold.ts";
import { kindOf } from "./kind.ts";
import type { PathNode } from "./path-node.ts";
import { isObject } from "./recognise.ts";

/** Who is told of what goes wrong, and of what had to be withheld although nothing says what it is. Must not throw. */
export interface GuardCheck {
  /** A rule threw when it was asked of a tag. */
  failed(fault: unknown): void;
  /** What code that runs unseen gave was withheld: it may have been made of what is held back. */
  withheldUnseen(): void;
}

/** What enforced rules hold back in one decision, by place, and what was asked for in vain. */
export class Guard {
  /** Features that were asked for in vain. */
  readonly features: FeatureSet;
  /** Places outside the catalog that were asked for in vain. */
  readonly unregistered: Set<PathNode> = new Set();
  /** Tags that were kept out of sight. */
  readonly tags: Set<string> = new Set();
  /** Whether anything is held back from reads. */
  isActive = false;
  /** Grows whenever something else is held. */
  version = 0;
  readonly #check: GuardCheck;
  #hold: Hold | undefined;
  #below: Map<PathNode, boolean> = new Map();

  constructor(features: number, check: GuardCheck) {
    this.features = FeatureSet.empty(features);
    this.#check = check;
  }

  /** What is held from now on, in objects that are tracked already too. */
  hold(hold: Hold | undefined): void {
    if (hold === this.#hold) return;
    this.#hold = hold;
    const { features, unregistered, refusesTag } = hold ?? {};
    this.isActive = features?.isEmpty === false || unregistered === true || refusesTag !== undefined;
    this.#below = new Map();
    this.version += 1;
  }

  /** Whether anything was asked for in vain. */
  get hasHeld(): boolean {
    return !this.features.isEmpty || this.unregistered.size > 0 || this.tags.size > 0;
  }

  get holdsUnregistered(): boolean {
    return this.#hold?.unregistered === true;
  }

  /** Whether an object may be given as it is that stands at these places, as far as it itself goes. */
  isWholeAt(places: readonly PathNode[]): boolean {
    if (!this.isActive) return true;
    const isFiltered = this.#hold?.refusesTag !== undefined || this.holdsUnregistered;
    return !isFiltered && !places.some((place) => this.holdsIn(place));
  }

  /** Whether the feature at a place is held, whatever stands there. */
  isHeld({ feature }: PathNode): boolean {
    return feature >= 0 && this.#hold?.features?.has(feature) === true;
  }

  /** Whether a feature is held that is declared at a place or below. */
  holdsIn(node: PathNode): boolean {
    let known = this.#below.get(node);
    if (known === undefined) {
      known = [...node.declared()].some((each) => this.isHeld(each));
      this.#below.set(node, known);
    }
    return known;
  }

  /** Which of its places keeps a value from being seen. */
  keeperOf(places: readonly PathNode[], value: unknown): PathNode | undefined {
    if (!this.isActive) return undefined;
    const keeper = places.find((place) => this.#keeps(place, value));
    if (keeper || !this.holdsUnregistered) return keeper;
    // What the catalog knows at one of its places is known.
    return places.length > 0 && places.every((place) => isUnknown(place, value)) ? places[0] : undefined;
  }

  refuses(tag: unknown): tag is string {
    const refusesTag = this.#hold?.refusesTag;
    if (!refusesTag || typeof tag !== "string") return false;
    try {
      return refusesTag(tag);
    } catch (fault) {
      this.#check.failed(fault);
      return false;
    }
  }

  /** What a read gives in place of a value that its place keeps from being seen. */
  neutralOf(keeper: PathNode): NeutralValue | undefined {
    return this.isHeld(keeper) || keeper.tags ? keeper.neutral : undefined;
  }

  /** Notes that a value was asked for in vain. */
  note(keeper: PathNode, value: unknown): void {
    if (this.isHeld(keeper)) this.features.add(keeper.feature);
    else if (keeper.tags && this.refuses(value)) this.tags.add(value);
    else if (this.holdsIn(keeper)) this.#noteIn(keeper);
    else this.unregistered.add(keeper);
  }

  noteUnseen(places: readonly PathNode[]): void {
    for (const place of places) this.#noteIn(place);
    this.#check.withheldUnseen();
  }

  #noteIn(node: PathNode): void {
    for (const each of node.declared()) if (this.isHeld(each)) this.features.add(each.feature);
  }

  #keeps(place: PathNode, value: unknown): boolean {
    if (this.isHeld(place) || (place.tags && this.refuses(value))) return true;
    return isOneValue(value) && !place.isLeaf && this.holdsIn(place);
  }
}

/** Whether a value is an object that can't be followed, so that a part of it can't be held back. */
function isOneValue(value: unknown): boolean {
  return isObject(value) && !types.isPromise(value) && kindOf(value) === "value";
}

/** Whether it is something that the catalog doesn't know; containers are not, what is in them may be. */
function isUnknown(place: PathNode, value: unknown): boolean {
  if (place.feature >= 0 || typeof value === "function") return false;
  if (isObject(value)) return isOneValue(value);
  return !(place.leadsOn && (value === undefined || value === null));
}
