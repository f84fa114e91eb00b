import { isText } from "./input-check.ts";
import type { ObservedCall } from "./observed-call.ts";
import type { DecisionRow } from "./record/decision-record.ts";

type SpanCall = DecisionRow["spans"][number];
type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/** Calls that differ in one decision; what comes after is counted as one. */
const MOST_CALLS = 64;
/** Names of fields that are kept of one call. */
const MOST_FIELDS = 64;
const MOST = 0xffff_ffff;
const NO_STATEMENT = "0".repeat(16);

/** The data calls of one decision that were seen as client spans: like ones are one. */
export class SpanCalls {
  readonly #calls: Mutable<SpanCall>[] = [];

  get all(): readonly SpanCall[] {
    return this.#calls;
  }

  /** Takes one more. False where it is one too many to be told apart. */
  add(call: ObservedCall, atUs: number, tookUs: number): boolean {
    const known = this.#calls.find((each) => isLike(each, call));
    if (known) {
      again(known, call, tookUs);
      return true;
    }
    if (this.#calls.length < MOST_CALLS) {
      this.#calls.push({
        ...namesOf(call),
        at_us: atUs,
        took_us: tookUs,
        count: 1,
        failed: call.failed ? 1 : 0,
      });
      return true;
    }
    const rest = this.#calls[MOST_CALLS];
    if (rest) again(rest, call, tookUs);
    else this.#calls.push({ ...REST, at_us: atUs, took_us: tookUs, count: 1, failed: call.failed ? 1 : 0 });
    return false;
  }
}

const REST = {
  source: "",
  system: "*",
  host: "",
  database: "",
  operation: "*",
  target: "*",
  statement: NO_STATEMENT,
  fields: [],
};

function isLike(known: SpanCall, call: ObservedCall): boolean {
  return (
    known.target === call.target &&
    known.statement === (call.statement || NO_STATEMENT) &&
    known.operation === call.operation &&
    known.source === call.source &&
    known.system === call.system &&
    known.host === call.host &&
    known.database === call.database
  );
}

function again(known: Mutable<SpanCall>, { failed, fields }: ObservedCall, tookUs: number): void {
  known.count = Math.min(known.count + 1, MOST);
  known.took_us = Math.min(known.took_us + tookUs, MOST);
  if (failed) known.failed = Math.min(known.failed + 1, MOST);
  const more = fields.filter((field) => !known.fields.includes(field));
  if (more.length > 0) known.fields = [...known.fields, ...more.map(named)].slice(0, MOST_FIELDS);
}

function namesOf({
  source,
  system,
  host,
  database,
  operation,
  target,
  statement,
  fields,
}: ObservedCall): Omit<SpanCall, "at_us" | "took_us" | "count" | "failed"> {
  return {
    source: named(source),
    system: named(system),
    host: named(host),
    database: named(database),
    operation: named(operation),
    target: named(target),
    statement: /^[0-9a-f]{16}$/.test(statement) ? statement : NO_STATEMENT,
    fields: fields.slice(0, MOST_FIELDS).map(named),
  };
}

function named(text: unknown): string {
  return isText(text) ? text : "*";
}
