import { type InputCheck, text } from "./input-check.ts";
import { decisionColumns } from "./record/decision-columns.ts";
import type { DecisionRow, Pool } from "./record/decision-record.ts";
import { isObject } from "./tracking/recognise.ts";

/** What a service may say of a decision beside its data. What is left out is recorded as not known. */
export interface DecisionDetails {
  /** The pool of content, or the variant of the model, that served. */
  readonly pool?: Exclude<Pool, "unknown"> | undefined;
  /** It significantly affects the user's rights and interests. @default what the algorithm says */
  readonly significant?: boolean | undefined;
  /** Where its explanation is kept: a reference, never the explanation. */
  readonly explanation?: string | undefined;
  /** How the user gets a person to review it. @default what the algorithm says */
  readonly reviewRoute?: string | undefined;
  /** Whether marketing came with an easy way to refuse it. */
  readonly refusalOffered?: boolean | undefined;
  /** Version of the public notice that was shown. */
  readonly notice?: string | undefined;
}

/** The details, every gap filled. */
export interface DetailFacts {
  readonly pool: Pool;
  readonly significant: boolean;
  readonly explanation: string;
  readonly reviewRoute: string;
  readonly refusal: DecisionRow["refusal"];
  readonly notice: string;
}

/** Nothing was said. */
export const NO_DETAILS: DetailFacts = Object.freeze({
  pool: "unknown",
  significant: false,
  explanation: "",
  reviewRoute: "",
  refusal: "unknown",
  notice: "",
});

/** Lays what is said over what was known. What can't be taken as it is stays as it was, and is noted. */
export function resolveDetails(given: DecisionDetails, known: DetailFacts, check: InputCheck): DetailFacts {
  if (!isObject(given)) {
    check.noteBadInput("details");
    return known;
  }
  const { pool, significant, explanation, reviewRoute, refusalOffered, notice } = given;
  return {
    pool: poolOf(pool, known.pool, check),
    significant: switchOf(significant, known.significant, check),
    explanation: text(explanation, "details.explanation", check) || known.explanation,
    reviewRoute: text(reviewRoute, "details.reviewRoute", check) || known.reviewRoute,
    refusal: refusalOf(refusalOffered, known.refusal, check),
    notice: text(notice, "details.notice", check) || known.notice,
  };
}

function poolOf(given: unknown, known: Pool, check: InputCheck): Pool {
  if (given === undefined || given === null) return known;
  if (typeof given === "string" && Object.hasOwn(decisionColumns.pool.type.enum8, given))
    return given as Pool;
  check.noteBadInput("details.pool");
  return known;
}

function switchOf(given: unknown, known: boolean, check: InputCheck): boolean {
  if (typeof given === "boolean") return given;
  if (given !== undefined && given !== null) check.noteBadInput("details.significant");
  return known;
}

function refusalOf(given: unknown, known: DetailFacts["refusal"], check: InputCheck): DetailFacts["refusal"] {
  if (given === undefined || given === null) return known;
  if (typeof given === "boolean") return given ? "offered" : "missing";
  check.noteBadInput("details.refusalOffered");
  return known;
}
