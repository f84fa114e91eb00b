import type { AwaitedStage, Receipt, Stage } from "@probity/core";
import { ControlError, type ControlErrorCode } from "../errors.ts";
import { type Language, type Problem, sayProblem, sayRefusal, sayStatus, type StatusWord } from "./words.ts";

/** What is answered: a status and a body of JSON. */
export interface EdgeAnswer {
  readonly status: number;
  readonly body: unknown;
  /** Methods of a path, where another was asked for. */
  readonly allow?: string | undefined;
}

/** How far an entry must have come before it is answered. */
export interface EdgeWait {
  /** @default "spooled" */
  readonly waitFor?: AwaitedStage | "recorded" | undefined;
  /** How long an answer may wait for that; then it says how far the entry has come. @default 1000 */
  readonly waitDeadlineMs?: number | undefined;
}

/** An answer that says what is wrong: a code for programs, and a sentence for people. */
export function refusal(status: number, word: StatusWord, language: Language): EdgeAnswer {
  return { status, body: { error: { code: word, message: sayStatus(word, language) } } };
}

/** What doesn't fit the schema, place by place. */
export function invalid(problems: readonly Problem[], language: Language): EdgeAnswer {
  const told = problems.map((problem) => ({ at: problem.at, message: sayProblem(problem, language) }));
  return {
    status: 400,
    body: { error: { code: "INVALID", message: sayStatus("INVALID", language), problems: told } },
  };
}

const STATUS: Readonly<Record<ControlErrorCode, number>> = {
  INVALID_OPTION: 500,
  INVALID: 400,
  NOT_FOUND: 404,
  ALREADY_KNOWN: 409,
  SAME_PERSON: 403,
  NOT_PROPOSED: 409,
  NOT_APPROVED: 409,
  ALREADY_DECIDED: 409,
  CONFLICT: 409,
};

/** What a ledger refuses. Its message holds no user's data. */
export function refusedBy(error: unknown, language: Language): EdgeAnswer {
  if (!(error instanceof ControlError)) throw error;
  const { code, field, message } = error;
  const said = sayRefusal(code, language);
  return {
    status: STATUS[code],
    body: { error: { code, message: said, detail: message, ...(field && { field }) } },
  };
}

/**
 * What was entered, and how far it has come: 201 once it has come as far as is waited for, 202 where it has not by the
 * deadline, 503 where a record is lost: then it is in force in this process alone.
 */
export async function entered(
  receipts: readonly Receipt[],
  more: object,
  { waitFor = "spooled", waitDeadlineMs = 1000 }: EdgeWait,
  language: Language,
): Promise<EdgeAnswer> {
  const stages =
    waitFor === "recorded"
      ? receipts.map(({ stage }) => stage)
      : await Promise.all(receipts.map((receipt) => receipt.reached(waitFor, waitDeadlineMs)));
  const stage = ORDER.find((each) => stages.includes(each)) ?? "recorded";
  if (stage === "lost") return refusal(503, "NOT_RECORDED", language);
  const isThere = ORDER.indexOf(stage) >= ORDER.indexOf(waitFor);
  return { status: isThere ? 201 : 202, body: { stage, ...more } };
}

/** The least first. */
const ORDER: readonly Stage[] = ["lost", "open", "recorded", "spooled", "stored"];
