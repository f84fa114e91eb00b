/**
 * What can go wrong in the example, as a closed set.
 *
 * - `NO_DATA`: a data file is missing.
 * - `BAD_DATA`: a data file does not have the shape it should have.
 * - `INVALID_OPTION`: a function or a program was called with an option out of its range.
 * - `INVALID_REQUEST`: a request's body, query or path breaks the rules.
 * - `UNAUTHENTICATED`: a request does not say who is asking.
 * - `FORBIDDEN`: a reader asks for another reader's data.
 * - `NOT_FOUND`: a request names a reader, book or intervention that is not there.
 * - `SERVICE_REFUSED`: the service did not take what the replay must have taken to begin.
 */
export type BookFeedErrorCode =
  | "NO_DATA"
  | "BAD_DATA"
  | "INVALID_OPTION"
  | "INVALID_REQUEST"
  | "UNAUTHENTICATED"
  | "FORBIDDEN"
  | "NOT_FOUND"
  | "SERVICE_REFUSED";

/** One field of a request that was refused: where it is, and what it should have been. */
export interface FieldError {
  /** Path of the field, such as `validTo`; empty for the whole body. */
  readonly field: string;
  readonly message: string;
}

/** Every error this example throws. Branch on `code`; the message is for people. */
export class BookFeedError extends Error {
  override readonly name = "BookFeedError";
  readonly code: BookFeedErrorCode;
  /** The refused fields of an `INVALID_REQUEST`; empty otherwise. */
  readonly fields: readonly FieldError[];

  constructor(
    code: BookFeedErrorCode,
    message: string,
    options: ErrorOptions & { readonly fields?: readonly FieldError[] } = {},
  ) {
    super(message, options);
    this.code = code;
    this.fields = options.fields ?? [];
  }
}
