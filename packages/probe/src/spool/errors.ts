export type SpoolErrorCode =
  /** The directory is no spool, and holds something else. */
  | "NOT_A_SPOOL"
  /** A newer Probity wrote this. */
  | "NEWER_VERSION"
  /** Something in the spool that Probity didn't put there. */
  | "FOREIGN_FILE"
  /** The directory can't be read and written. */
  | "READ_ONLY"
  /** The path is longer than the address of a Unix socket may be. */
  | "PATH_TOO_LONG"
  /** The log belongs to another writer, or has ended. */
  | "IN_USE"
  /** The disk, or its share that the spool may use, is full. */
  | "FULL"
  /** The disk failed a write. */
  | "WRITE_FAILED"
  /** The disk failed a read. */
  | "READ_FAILED"
  /** What was read back is not what was written. */
  | "CORRUPT"
  /** A log goes on in a spill directory that isn't there. */
  | "SPILL_MISSING"
  /** A frame that can't be written as it was handed in. */
  | "INVALID_FRAME";

/**
 * Every error of the spool. Branch on `code`; the message is for people and may change. It holds paths, offsets and
 * codes, and never what a record says.
 */
export class SpoolError extends Error {
  override readonly name = "SpoolError";
  readonly code: SpoolErrorCode;

  constructor(code: SpoolErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/** Like `instanceof`, but also true across two installed copies of the package. */
export function isSpoolError(value: unknown, code?: SpoolErrorCode): value is SpoolError {
  if (!(value instanceof Error) || value.name !== "SpoolError" || !("code" in value)) return false;
  return code === undefined || value.code === code;
}

/** The system's code of a failed call, such as `ENOSPC`; `UNKNOWN` if it has none. */
export function errnoOf(cause: unknown): string {
  return cause instanceof Error && "code" in cause && typeof cause.code === "string" ? cause.code : "UNKNOWN";
}

const NO_ROOM: ReadonlySet<string> = new Set(["ENOSPC", "EDQUOT"]);

/** A write that the system failed, as an error of ours: `FULL` where it says that no room is left. */
export function writeFailure(file: string, cause: unknown): SpoolError {
  if (isSpoolError(cause)) return cause;
  const errno = errnoOf(cause);
  return NO_ROOM.has(errno)
    ? new SpoolError("FULL", `${file}: no room is left (${errno}); free some, or move the spool`, { cause })
    : new SpoolError("WRITE_FAILED", `${file}: it can't be written (${errno})`, { cause });
}

/** A read that the system failed, as an error of ours. */
export function readFailure(file: string, cause: unknown): SpoolError {
  if (isSpoolError(cause)) return cause;
  return new SpoolError("READ_FAILED", `${file}: it can't be read (${errnoOf(cause)})`, { cause });
}
