import { z } from "zod";

// What a text may be in detail, the ledgers check: here it is a text, and not too long.

/** A text of 1 to `most` characters. */
export function text(most: number): z.ZodString {
  return z.string().min(1).max(most);
}

/** Milliseconds since the epoch, or an ISO 8601 time with its zone. */
export const time: z.ZodType<number> = z.union([
  z.int().min(0),
  z.iso.datetime({ offset: true }).transform((written) => Date.parse(written)),
]);
