import { ClickHouseStoreError, type ClickHouseStoreErrorCode } from "./errors.ts";
import { codeOfServerError } from "./server-codes.ts";

/** @internal Who asked whom, for messages: never a password. */
export interface Endpoint {
  /** Scheme, host and port. */
  readonly origin: string;
  readonly username: string;
  readonly database: string;
  readonly timeoutMs: number;
}

/** @internal What came back from the server, headers and status. */
export interface AnswerHead {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
}

/** @internal True only if ClickHouse itself says so: anything may answer 200 to whatever it is sent. */
export function isSuccess(head: AnswerHead): boolean {
  return (
    head.status === 200 && isFromClickHouse(head) && head.headers["x-clickhouse-exception-code"] === undefined
  );
}

function isFromClickHouse({ headers }: AnswerHead): boolean {
  return (
    headers["x-clickhouse-query-id"] !== undefined || headers["x-clickhouse-exception-code"] !== undefined
  );
}

/** @internal True where the other side hung up while we were sending. */
export function isBroken(cause: unknown): boolean {
  return ["EPIPE", "ECONNRESET"].includes(describe(cause).code);
}

/** @internal The error for a request that got no answer, or not all of it. */
export function connectionFailure(cause: unknown, { origin, timeoutMs }: Endpoint): ClickHouseStoreError {
  const { name, message, code } = describe(cause);
  if (name === "AbortError" || name === "TimeoutError" || /^Timeout error|aborted a request/.test(message)) {
    return new ClickHouseStoreError(
      "TIMEOUT",
      `ClickHouse at ${origin} did not answer within ${timeoutMs} ms`,
      {
        cause,
      },
    );
  }
  if (code.startsWith("HPE_")) {
    return new ClickHouseStoreError("NOT_CLICKHOUSE", `what listens at ${origin} does not speak HTTP`, {
      cause,
    });
  }
  const reason = code === "" ? message : code;
  return new ClickHouseStoreError("UNREACHABLE", `cannot reach ClickHouse at ${origin}: ${reason}`, {
    cause,
  });
}

/**
 * @internal The error for an answer that is not a success. The server's own words may quote what it was sent, so
 * they are kept back where that was rows.
 */
export function answerFailure(
  head: AnswerHead,
  body: string,
  endpoint: Endpoint,
  isInsert: boolean,
): ClickHouseStoreError {
  if (!isFromClickHouse(head)) return foreignAnswer(head, body, endpoint, isInsert);
  const serverCode = Number(
    head.headers["x-clickhouse-exception-code"] ?? /Code: (\d+)/.exec(body)?.[1] ?? 0,
  );
  const serverName = /\(([A-Z0-9_]{3,})\)(?: \(version [^)]*\))?\s*$/.exec(body)?.[1] ?? "unknown error";
  const view = isInsert ? failedView(body) : undefined;
  if (view !== undefined) {
    const message = `the materialized view ${view} failed at ${endpoint.origin}, the rows may be stored`;
    return new ClickHouseStoreError("SERVER_FAULT", `${message} (${serverName}, ${serverCode})`, {
      serverCode,
    });
  }
  const code = codeOfServerError(serverCode, isInsert);
  const said = isInsert || code === "AUTHENTICATION" ? "" : `: ${shortened(body)}`;
  const message = `${meaningOf(code, endpoint)} (${serverName}, ${serverCode})${said}`;
  return new ClickHouseStoreError(code, message, { serverCode });
}

// A view that somebody attached to a table fails after the rows are written. That its own code may be one of those that
// blame the rows must not have them sent again in other batches. Only the end is looked at: before it, rows are quoted.
function failedView(body: string): string | undefined {
  const end =
    /: while pushing to view ([^\s'"()]+)(?: \([0-9a-f-]{36}\))?[.:]? \([A-Z0-9_]+\)(?: \(version [^)]*\))?\s*$/;
  return end.exec(body)?.[1]?.replace(/[.:]$/, "");
}

function meaningOf(code: ClickHouseStoreErrorCode, { origin, username, database }: Endpoint): string {
  const server = `ClickHouse at ${origin}`;
  const meanings: Partial<Record<ClickHouseStoreErrorCode, string>> = {
    AUTHENTICATION: `${server} does not let user "${username}" in: check name and password`,
    FORBIDDEN: `${server} does not allow this to user "${username}"`,
    SCHEMA_MISSING: `database "${database}" at ${origin} has no such table: run the migrations`,
    SCHEMA_BEHIND: `database "${database}" at ${origin} has an older schema: run the migrations`,
    OUT_OF_SPACE: `${server} has no disk space left`,
    OVERLOADED: `${server} is overloaded`,
    REJECTED: `${server} refuses the rows of a batch`,
  };
  return meanings[code] ?? `${server} failed`;
}

// No header of ClickHouse's: a proxy with nothing behind it, or something else altogether.
function foreignAnswer(
  { status }: AnswerHead,
  body: string,
  { origin }: Endpoint,
  isInsert: boolean,
): ClickHouseStoreError {
  if (status === 413 && isInsert) {
    return new ClickHouseStoreError(
      "REJECTED",
      `the proxy at ${origin} takes no batch this large (HTTP 413), and ClickHouse did not see it: raise its limit`,
    );
  }
  if (status === 429 || status >= 500) {
    return new ClickHouseStoreError(
      "UNAVAILABLE",
      `${origin} answers HTTP ${status}, and it is not ClickHouse that says so`,
    );
  }
  const hint = body.includes("clickhouse-client program")
    ? "this is ClickHouse's native port; use the HTTP port, 8123 as a rule"
    : `it answers HTTP ${status} without any of ClickHouse's headers`;
  return new ClickHouseStoreError(
    "NOT_CLICKHOUSE",
    `what listens at ${origin} is no ClickHouse HTTP interface: ${hint}`,
  );
}

function shortened(body: string): string {
  const text = body
    .replace(/^Code: \d+\. DB::Exception: /, "")
    .replace(/ \([A-Z0-9_]+\)(?: \(version [^)]*\))?\s*$/, "")
    .replaceAll(/\s+/g, " ");
  return text.length > 400 ? `${text.slice(0, 400)}…` : text;
}

// Node gives an AggregateError without a message where a name has several addresses.
function describe(cause: unknown): { name: string; message: string; code: string } {
  if (!(cause instanceof Error)) return { name: "", message: String(cause), code: "" };
  const code = "code" in cause && typeof cause.code === "string" ? cause.code : "";
  return { name: cause.name, message: cause.message, code };
}
