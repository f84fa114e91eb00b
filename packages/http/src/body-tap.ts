import type { Decision, DecisionResult } from "@probity/core";
import type { ServerResponse } from "node:http";
import { around } from "./around.ts";
import { type ItemPath, itemsAt } from "./item-path.ts";
import { isJsonAnswer } from "./json-answer.ts";

/** Items that are taken from one body. Hashing an id costs microseconds, and no ranking shows as many. */
const MOST_ITEMS = 1000;

export interface BodyTapOptions {
  /** Where the items' ids stand. */
  readonly path: ItemPath;
  /** Of a body that comes as bytes, no more than this is kept. */
  readonly maxBytes: number;
  /** Told of every fault while the service is answering. */
  readonly onFault: (fault: unknown) => void;
}

/**
 * Sees which items a response shows, and changes nothing of it: from the object that `res.json` is given, or else
 * from the bytes that pass `write` and `end`.
 */
export class BodyTap {
  readonly #res: ServerResponse;
  readonly #decision: Decision;
  readonly #options: BodyTapOptions;
  #ids: readonly string[] | undefined;
  /** The body so far; undefined when it can't be read: no JSON, encoded, too large. */
  #parts: Buffer[] | undefined = [];
  #bytes = 0;

  constructor(res: ServerResponse, decision: Decision, options: BodyTapOptions) {
    this.#res = res;
    this.#decision = decision;
    this.#options = options;
    for (const name of ["write", "end"]) {
      around(res, name, (proceed, args) => {
        this.#look(() => this.#takeChunk(args));
        return proceed();
      });
    }
  }

  /** Looks at the object that `res.json` is given, too. Once, and only where the response has such a method. */
  readJson(): void {
    const res = this.#res;
    around(res, "json", (proceed, args) => {
      this.#look(() => this.#takeObject(args));
      try {
        return proceed();
      } catch (refusal) {
        if (!res.headersSent) this.#ids = undefined; // not serialisable: something else will be sent
        throw refusal;
      }
    });
  }

  /** Hands the items to the decision, unless the service did so itself. */
  settle({ outcome, status = 0 }: DecisionResult): void {
    const isAnswer = (status >= 200 && status < 300) || status === 304;
    if (this.#decision.hasDelivered || !isAnswer) return;
    const isWhole = outcome === "delivered" && status !== 204 && status !== 205;
    const ids = this.#ids ?? (isWhole ? this.#parse() : undefined);
    if (!ids) {
      if (isWhole) this.#decision.noteBadInput("items.unseen");
      return;
    }
    if (ids.length > MOST_ITEMS) this.#decision.noteBadInput("items.truncated");
    this.#decision.deliver(ids.slice(0, MOST_ITEMS));
  }

  #look(look: () => void): void {
    try {
      if (!this.#decision.hasDelivered) look();
    } catch (fault) {
      this.#options.onFault(fault);
    }
  }

  /** Where the object doesn't tell (a `toJSON`, two arguments in Express 4), the bytes made of it will. */
  #takeObject(args: readonly unknown[]): void {
    if (this.#res.headersSent) return; // a second answer, which Express is about to refuse
    this.#ids = undefined;
    const items = args.length === 1 ? this.#itemsOf(args[0]) : undefined;
    if (items?.every(isId)) this.#ids = items.map(String);
  }

  #takeChunk([chunk, encoding]: readonly unknown[]): void {
    if (this.#ids || !this.#parts || this.#res.writableEnded) return;
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

  #parse(): string[] | undefined {
    if (!this.#parts) return undefined;
    const body = parsed(Buffer.concat(this.#parts).toString());
    const items = this.#itemsOf(body);
    if (items && !items.every(isId)) this.#decision.noteBadInput("item.id");
    return items?.filter(isId).map(String);
  }

  #itemsOf(body: unknown): unknown[] | undefined {
    return itemsAt(body, this.#options.path, MOST_ITEMS + 1);
  }
}

function isId(value: unknown): value is string | number {
  return typeof value === "string" || typeof value === "number";
}

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
