import type { CallContent, CallFacts, CallPlace } from "./call-facts.ts";

/** Places (hosts, databases) that are remembered with one form of call. */
const MOST_PLACES = 8;

interface Known<T> {
  readonly place: CallPlace;
  readonly value: T;
}

/** Remembers what was made of calls by their form and place: statements are few, and come again and again. */
export class KnownForms<T> {
  readonly #byContent: WeakMap<CallContent, Known<T>[]> = new WeakMap();

  get({ place, content }: CallFacts): T | undefined {
    if (!content.isLasting) return undefined;
    return this.#byContent.get(content)?.find((known) => isSame(known.place, place))?.value;
  }

  set({ place, content }: CallFacts, value: T): void {
    if (!content.isLasting) return;
    const known = this.#byContent.get(content) ?? [];
    if (known.length < MOST_PLACES) known.push({ place, value });
    this.#byContent.set(content, known);
  }
}

function isSame(one: CallPlace, other: CallPlace): boolean {
  return (
    one.host === other.host &&
    one.port === other.port &&
    one.database === other.database &&
    one.system === other.system
  );
}
