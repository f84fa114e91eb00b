import type { ErrorRequestHandler, RequestHandler } from "express";
import { BookFeedError, type BookFeedErrorCode, type FieldError } from "../errors.ts";

const statusOf: Readonly<Record<BookFeedErrorCode, number>> = {
  INVALID_REQUEST: 400,
  UNAUTHENTICATED: 401,
  FORBIDDEN: 403,
  NOT_FOUND: 404,
  INVALID_OPTION: 500,
  NO_DATA: 500,
  BAD_DATA: 500,
  SERVICE_REFUSED: 500,
};

/** An answer that says what went wrong, as RFC 9457 has it. */
interface Problem {
  readonly type: "about:blank";
  readonly status: number;
  readonly title: string;
  readonly detail: string;
  /** The refused fields of the request. */
  readonly fields?: readonly FieldError[];
}

/** Answers a request that no route took. */
export const noSuchRoute: RequestHandler = (req) => {
  throw new BookFeedError("NOT_FOUND", `nothing is served at ${req.method} ${req.path}`);
};

/** Answers a fault. What the client did is explained; what went wrong inside stays inside. */
export const answerProblem: ErrorRequestHandler = (fault: unknown, _req, res, next) => {
  if (res.headersSent) {
    next(fault);
    return;
  }
  const problem = problemOf(fault);
  res.status(problem.status).type("application/problem+json").send(JSON.stringify(problem));
};

function problemOf(fault: unknown): Problem {
  if (fault instanceof BookFeedError && statusOf[fault.code] < 500) {
    const { code, message, fields } = fault;
    return {
      type: "about:blank",
      status: statusOf[code],
      title: code.toLowerCase().replace("_", " "),
      detail: message,
      ...(fields.length > 0 && { fields }),
    };
  }
  const status = clientFault(fault);
  if (status !== undefined) {
    return { type: "about:blank", status, title: "invalid request", detail: "the body is not readable JSON" };
  }
  return { type: "about:blank", status: 500, title: "internal error", detail: "the service failed" };
}

/** Express and its body parser mark what the client did wrong with a status of 4xx. */
function clientFault(fault: unknown): number | undefined {
  if (!(fault instanceof Error) || !("status" in fault) || typeof fault.status !== "number") return undefined;
  return fault.status >= 400 && fault.status < 500 ? fault.status : undefined;
}
