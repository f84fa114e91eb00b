import type { Request } from "express";
import { BookFeedError } from "../errors.ts";
import type { Reader } from "../store/readers.ts";
import type { Store } from "../store/store.ts";

/**
 * The reader who asks, by the header `x-reader-id`.
 *
 * @throws BookFeedError `UNAUTHENTICATED` without the header, `NOT_FOUND` when there is no such reader.
 */
export async function askingReader(req: Request, store: Store): Promise<Reader> {
  const given = req.get("x-reader-id") ?? "";
  const id = wholeNumber(given);
  if (id === undefined) {
    throw new BookFeedError(
      "UNAUTHENTICATED",
      "the header x-reader-id must hold the number of the reader who asks",
    );
  }
  const reader = await store.readers.get(id);
  if (reader === undefined) throw new BookFeedError("NOT_FOUND", "there is no reader of this x-reader-id");
  return reader;
}

/** The operator who asks, by the header `x-operator`; throws `UNAUTHENTICATED` without one. */
export function askingOperator(req: Request): string {
  const operator = req.get("x-operator")?.trim() ?? "";
  if (operator === "" || operator.length > 100) {
    throw new BookFeedError(
      "UNAUTHENTICATED",
      "the header x-operator must name the operator, in 100 characters or fewer",
    );
  }
  return operator;
}

/** A whole number that Postgres can hold as `int`, or `undefined`. */
export function wholeNumber(text: unknown): number | undefined {
  if (typeof text !== "string" || !/^\d{1,10}$/.test(text)) return undefined;
  const number = Number(text);
  return number < 2 ** 31 ? number : undefined;
}
