import { isObject, trackerOf } from "./recognise.ts";

/** What of an object may be seen, as its tracker knows it. */
interface Veiled {
  readonly raw: object;
  hasPrivateFields(): boolean;
  /** Whether nothing of it is held, as far as it itself goes. */
  readonly isWhole: boolean;
}

/** All that can be seen through a tracked object: the object itself where nothing in it is held, or else a copy. */
export function visible<T extends object>(tracked: T): T {
  const copies = new Copies();
  const copy = copies.of(tracked) as T;
  return copies.areWhole ? ((trackerOf(tracked)?.raw ?? tracked) as T) : copy;
}

class Copies {
  areWhole = true;
  readonly #done: Map<object, object> = new Map();

  of(value: unknown): unknown {
    const tracker = isObject(value) ? (trackerOf(value) as Veiled | undefined) : undefined;
    if (!isObject(value) || !tracker) return value;
    const known = this.#done.get(value);
    if (known) return known;
    if (!tracker.isWhole) this.areWhole = false;
    else if (tracker.hasPrivateFields()) return tracker.raw; // a copy would have no private fields
    const copy = emptyLike(value);
    this.#done.set(value, copy);
    this.#fill(copy, value);
    return copy;
  }

  #fill(copy: object, value: object): void {
    if (copy instanceof Map)
      for (const [key, each] of value as typeof copy) copy.set(this.of(key), this.of(each));
    else if (copy instanceof Set) for (const each of value as typeof copy) copy.add(this.of(each));
    for (const key of Reflect.ownKeys(value)) {
      const own = Reflect.getOwnPropertyDescriptor(value, key);
      if (!own || (key === "length" && Array.isArray(copy))) continue;
      if ("value" in own) own.value = this.of(own.value);
      if (own.get) own.get = () => this.of(Reflect.get(value, key));
      Reflect.defineProperty(copy, key, { ...own, configurable: true });
    }
  }
}

function emptyLike(value: object): object {
  const prototype = Reflect.getPrototypeOf(value);
  const like = (made: object): object => Object.setPrototypeOf(made, prototype) as object;
  if (Array.isArray(value)) return like(new Array<unknown>(value.length));
  if (value instanceof Map) return like(new Map());
  return value instanceof Set ? like(new Set()) : (Object.create(prototype) as object);
}
