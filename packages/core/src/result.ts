import type { DecisionResult } from "./decision.ts";
import type { InputCheck } from "./input-check.ts";
import { decisionColumns } from "./record/decision-columns.ts";
import type { Outcome } from "./record/decision-record.ts";

/** How a decision ended, every gap filled. */
export interface ResultFacts {
  readonly outcome: Outcome;
  readonly status: number;
}

/** Who is told of what keeps a result from being recorded. */
export interface ResultCheck extends InputCheck {
  /** It threw when it was looked at. */
  failed(where: string, fault: unknown): void;
}

/** Fills the gaps. What can't be taken as it is becomes the default, and is noted. Never throws. */
export function resolveResult(given: DecisionResult | undefined, check: ResultCheck): ResultFacts {
  try {
    const outcome = outcomeOf(given?.outcome ?? "delivered", check);
    return { outcome, status: statusOf(given?.status ?? 0, check) };
  } catch (fault) {
    check.failed("close", fault);
    return { outcome: "delivered", status: 0 };
  }
}

function outcomeOf(outcome: Outcome, check: InputCheck): Outcome {
  if (outcome === "delivered" || Object.hasOwn(decisionColumns.outcome.type.enum8, outcome)) return outcome;
  check.noteBadInput("result.outcome");
  return "delivered";
}

function statusOf(status: number, check: InputCheck): number {
  if (Number.isInteger(status) && status >= 0 && status <= 0xffff) return status;
  check.noteBadInput("result.status");
  return 0;
}
