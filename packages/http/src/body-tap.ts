import type { Decision, DecisionResult, Item } from "@probity/core";
import type { ServerResponse } from "node:http";
import { around } from "./around.ts";
import type { ItemPlaces } from "./item-places.ts";
import { isJsonAnswer } from "./json-answer.ts";
import { hasId, type ShownItem, shownItems } from "./shown-items.ts";
import { isPlainAlong, withoutItems } from "./without-items.ts";

/** Items that are taken from one body. Hashing an id costs microseconds, and no ranking shows as many. */
const MOST_ITEMS = 1000;

export interface BodyTapOptions {
  readonly places: ItemPlaces;
  /** Of a body that comes as bytes, no more than this is kept. */
  readonly maxBytes: number;
  /** Told of every fault while the service is answering. */
  readonly onFault: (fault: unknown) => void;
}

/**
 * Sees which items a response shows: from the object that `res.json` is given, or else from the bytes that pass `write`
 * and `end`. Changes nothing of it, but for items that an enforced rule refuses: those are left out of the object.
 */
export class BodyTap {
  readonly #res: ServerResponse;
  readonly #decision: Decision;
  readonly #options: BodyTapOptions;
  #places: ItemPlaces;
  #items: readonly (string | Item)[] | undefined;
  /** The body so far; undefined when it can't be read: no JSON, encoded, too large. */
  #parts: Buffer[] | undefined = [];
  #bytes = 0;

  constructor(res: ServerResponse, decision: Decision, options: BodyTapOptions) {
    this.#res = res;
    this.#decision = decision;
    this.#options = options;
    this.#places = options.places;
    for (const name of ["write", "end"]) {
      around(res, name, (proceed, args) => {
        this.#look(() => this.#takeChunk(args));
        return proceed();
      });
    }
  }

  /** Takes the items from elsewhere: another route answers. */
  lookAt(places: ItemPlaces | undefined): void {
    this.#places = places ?? this.#places;
  }

  /** Looks at the object that `res.json` is given, too. Once, and only where the response has such a method. */
  readJson(): void {
    const res = this.#res;
    around(res, "json", (proceed, args) => {
      let admitted: readonly unknown[] | undefined;
      this.#look(() => (admitted = this.#takeObject(args)));
      try {
        return proceed(admitted);
      } catch (refusal) {
        if (!res.headersSent) this.#items = undefined; // not serialisable: something else will be sent
        throw refusal;
      }
    });
  }

  /** Hands the items to the decision, unless the service did so itself. */
  settle({ outcome, status = 0 }: DecisionResult): void {
    const isAnswer = (status >= 200 && status < 300) || status === 304;
    if (this.#decision.hasDelivered || !isAnswer) return;
    const isWhole = outcome === "delivered" && status !== 204 && status !== 205;
    const items = this.#items ?? (isWhole ? this.#parse() : undefined);
    if (!items) {
      if (isWhole) this.#decision.noteBadInput("items.unseen");
      return;
    }
    if (items.length > MOST_ITEMS) this.#decision.noteBadInput("items.truncated");
    this.#decision.deliver(items.slice(0, MOST_ITEMS));
  }

  #look(look: () => void): void {
    try {
      if (!this.#decision.hasDelivered) look();
    } catch (fault) {
      this.#options.onFault(fault);
    }
  }

  /**
   * Where the object doesn't tell (a `toJSON`, two arguments in Express 4), the bytes made of it will. Gives what is to be
   * sent in place of the arguments; undefined for the same.
   */
  #takeObject(args: readonly unknown[]): readonly unknown[] | undefined {
    if (this.#res.headersSent) return undefined; // a second answer, which Express is about to refuse
    this.#items = undefined;
    if (args.length !== 1) return undefined;
    const [body] = args;
    const isFlagged = this.#places.flags.length > 0;
    const items = this.#itemsOf(body, isFlagged ? Infinity : MOST_ITEMS + 1);
    if (!items) return undefined;
    const refused = isFlagged ? this.#refusedIn(body, items) : NONE;
    const shown = refused.size === 0 ? items : items.filter((_, position) => !refused.has(position));
    if (shown.every(hasId)) this.#items = shown;
    if (refused.size === 0) return undefined;
    return [withoutItems(body, this.#places.items, (position) => refused.has(position))];
  }

  /** Positions of the items that rules refuse. What can't be copied as it is is sent as it is, and the rules find it. */
  #refusedIn(body: unknown, items: readonly ShownItem[]): ReadonlySet<number> {
    const path = this.#places.items;
    if (path.length === 0 || !isPlainAlong(body, path)) return NONE;
    const asked = items.map((item) => item ?? "");
    const admitted = this.#decision.admit(asked);
    if (admitted.length === asked.length) return NONE;
    const passed = new Set(admitted);
    // Texts are items without flags, which nobody refuses; all others are objects of their own.
    return new Set(asked.flatMap((item, position) => (passed.has(item) ? [] : position)));
  }

  #takeChunk([chunk, encoding]: readonly unknown[]): void {
    if (this.#items || !this.#parts || this.#res.writableEnded) return;
    if (typeof chunk !== "string" && !(chunk instanceof Uint8Array)) return;
    const isReadable = this.#bytes > 0 || this.#isReadable();
    if (!isReadable || this.#bytes + chunk.length > this.#options.maxBytes) {
      this.#parts = undefined;
      return;
    }
    // A copy, because the service may use its buffer again.
    const part = typeof chunk === "string" ? encoded(chunk, encoding) : Buffer.from(chunk);
    this.#parts.push(part);
    this.#bytes += part.length;
  }

  #isReadable(): boolean {
    const coding = this.#res.getHeader("content-encoding") ?? "identity";
    return coding === "identity" && isJsonAnswer(this.#res);
  }

  #parse(): (string | Item)[] | undefined {
    if (!this.#parts) return undefined;
    const body = parsed(Buffer.concat(this.#parts).toString());
    const items = this.#itemsOf(body, MOST_ITEMS + 1);
    const known = items?.filter(hasId);
    if (known?.length !== items?.length) this.#decision.noteBadInput("item.id");
    return known;
  }

  #itemsOf(body: unknown, most: number): ShownItem[] | undefined {
    return shownItems(body, this.#places, most, () => this.#decision.noteBadInput("item.flags"));
  }
}

const NONE: ReadonlySet<number> = new Set();

function encoded(text: string, encoding: unknown): Buffer {
  return Buffer.from(text, typeof encoding === "string" && Buffer.isEncoding(encoding) ? encoding : "utf8");
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
