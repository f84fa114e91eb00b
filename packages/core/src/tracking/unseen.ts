import { types } from "node:util";
import type { GuardedReads } from "./guarded-reads.ts";
import { kindOf } from "./kind.ts";
import type { PathNode } from "./path-node.ts";
import { withPrivateFields } from "./private-fields.ts";
import { behind, isObject, trackerOf } from "./recognise.ts";

export type Method = (...given: unknown[]) => unknown;

/** An object whose methods run on the object itself, where what they read can't be seen. */
export interface RunsUnseen {
  readonly reads: GuardedReads;
  readonly raw: object;
  readonly proxy: object;
  readonly nodes: readonly PathNode[];
}

/**
 * What comes of code that runs on an object itself: methods of classes with private fields, closures, methods of a map's
 * subclass. Where something of the object is held, its result may be made of that. An object is followed, as if it stood
 * where its owner stands, and only what is declared can be seen in it; anything else is withheld.
 */
export class Unseen {
  readonly #of: RunsUnseen;

  constructor(of: RunsUnseen) {
    this.#of = of;
  }

  /** Whether what its code gives may tell of what is held. */
  get isDelicate(): boolean {
    const { reads, nodes } = this.#of;
    const { guard } = reads;
    return guard.isActive && (guard.holdsUnregistered || nodes.some((node) => guard.holdsIn(node)));
  }

  run(method: Method, self: unknown, given: readonly unknown[], places: readonly PathNode[] = []): unknown {
    const handed = this.isDelicate ? given.map((each) => this.#handed(each)) : given.map(withPrivateFields);
    return this.shown(Reflect.apply(method, self, handed), places);
  }

  /** What may be seen of a result. `places` are those that are declared for it. */
  shown(result: unknown, places: readonly PathNode[] = []): unknown {
    const { raw, proxy, reads, nodes } = this.#of;
    if (result === raw || result === proxy) return proxy;
    if (result === undefined || result === null || !reads.isHolding) return result;
    if (!this.isDelicate) return reads.formAt(nodes, result, false);
    if (places.some(({ feature, leadsOn }) => feature >= 0 || leadsOn)) return reads.seeAt(places, result);
    if (isObject(result)) {
      if (types.isPromise(result)) return result.then((value: unknown) => this.shown(value));
      if (trackerOf(result)?.reads === reads) return result;
      if (isIterator(result)) return this.#iterated(result);
      if (isAsyncIterator(result)) return this.#iteratedLater(result);
      if (kindOf(behind(result, reads)) !== "value") return reads.formAt(nodes, result, true);
    }
    reads.guard.noteUnseen(nodes);
    return undefined;
  }

  #handed(value: unknown): unknown {
    if (typeof value !== "function") return withPrivateFields(value);
    const callback = value as Method;
    const shown = (each: unknown): unknown => this.shown(each);
    return function (this: unknown, ...given: unknown[]): unknown {
      return Reflect.apply(callback, shown(this), given.map(shown));
    };
  }

  async *#iteratedLater(iterator: AsyncIterable<unknown>): AsyncGenerator {
    for await (const each of iterator) yield this.shown(each);
  }

  *#iterated(iterator: Iterable<unknown>): Generator {
    for (const each of iterator) yield this.shown(each);
  }
}

function isIterator(value: object): value is Iterable<unknown> {
  return typeof Reflect.get(value, "next") === "function" && Symbol.iterator in value;
}

function isAsyncIterator(value: object): value is AsyncIterable<unknown> {
  return typeof Reflect.get(value, "next") === "function" && Symbol.asyncIterator in value;
}

/** Whether a function can't take its `this` from the call, and so sees what it closed over. */
export function isClosure(method: Method): boolean {
  if (method.name.startsWith("bound ")) return true;
  return /^(?:async\s*)?(?:\(|[\p{L}_$][\p{L}\p{N}_$]*\s*=>)/u.test(Function.prototype.toString.call(method));
}
