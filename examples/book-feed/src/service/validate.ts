import type { z } from "zod";
import { BookFeedError, type FieldError } from "../errors.ts";

/** The body as the schema describes it; throws `INVALID_REQUEST` naming every field that is not. */
export function validate<Output>(schema: z.ZodType<Output>, body: unknown): Output {
  const result = schema.safeParse(body);
  if (result.success) return result.data;
  throw invalidRequest(
    result.error.issues.map(({ path, message }) => ({ field: path.map(String).join("."), message })),
  );
}

/** The error for fields that were refused. */
export function invalidRequest(fields: readonly FieldError[]): BookFeedError {
  const detail = fields
    .map(({ field, message }) => `${field === "" ? "body" : field}: ${message}`)
    .join("; ");
  return new BookFeedError("INVALID_REQUEST", detail, { fields });
}
