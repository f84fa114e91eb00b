import { isText } from "./input-check.ts";
import type { ObservedCall } from "./observed-call.ts";
import { RecentMap } from "./recent-map.ts";
import type { DecisionRow } from "./record/decision-record.ts";
import { plainPath } from "./tracking/path-node.ts";

type SpanCall = DecisionRow["spans"][number];
type Mutable<T> = { -readonly [K in keyof T]: T[K] };
/** What tells one call from another. */
type Names = Pick<SpanCall, "source" | "system" | "host" | "database" | "operation" | "target" | "statement">;

/** Calls that are told apart in one decision; what comes after is counted as one. */
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

  /** Takes one more, of this source. False where it is one too many to be told apart. */
  add(call: ObservedCall, source: string, atUs: number, tookUs: number): boolean {
    const names = namesOf(call, source);
    const known = this.#calls.find((each) => isLike(each, names));
    const isApart = known !== undefined || this.#calls.length < MOST_CALLS;
    const entry = known ?? (isApart ? this.#begin(names, atUs) : this.#rest(atUs));
    entry.count = Math.min(entry.count + 1, MOST);
    entry.took_us = Math.min(entry.took_us + tookUs, MOST);
    if (call.failed) entry.failed = Math.min(entry.failed + 1, MOST);
    if (isApart) entry.fields = joined(entry.fields, call.fields);
    return isApart;
  }

  #rest(atUs: number): Mutable<SpanCall> {
    return this.#calls[MOST_CALLS] ?? this.#begin(REST, atUs);
  }

  #begin(names: Names, atUs: number): Mutable<SpanCall> {
    const entry = { ...names, fields: NO_FIELDS, at_us: atUs, took_us: 0, count: 0, failed: 0 };
    this.#calls.push(entry);
    return entry;
  }
}

const NO_FIELDS: readonly string[] = [];

/** Stands for all that are not told apart. */
const REST: Names = {
  source: "",
  system: "*",
  host: "",
  database: "",
  operation: "*",
  target: "*",
  statement: NO_STATEMENT,
};

// Most likely to differ first.
function isLike(known: Names, names: Names): boolean {
  return (
    known.target === names.target &&
    known.statement === names.statement &&
    known.operation === names.operation &&
    known.source === names.source &&
    known.system === names.system &&
    known.host === names.host &&
    known.database === names.database
  );
}

function namesOf(call: ObservedCall, source: string): Names {
  const { system, host, database, operation, target, statement } = call;
  return {
    source,
    system: named(system),
    host: named(host),
    database: named(database),
    operation: named(operation),
    target: named(target),
    statement: /^[0-9a-f]{16}$/.test(statement) ? statement : NO_STATEMENT,
  };
}

function named(text: unknown): string {
  return isText(text) ? text : "*";
}

/** Both, each name once, as many as are kept. */
function joined(known: readonly string[], given: readonly string[]): readonly string[] {
  const fields = [...known];
  for (const each of given.slice(0, MOST_FIELDS)) {
    const field = fieldOf(each);
    if (!fields.includes(field)) fields.push(field);
  }
  return fields.slice(0, MOST_FIELDS);
}

/** Names that were looked at lately, and what is recorded for them. */
const recentFields: RecentMap<string, string> = new RecentMap(1024);

// Hash fields and JSON keys may be data: what doesn't read like the name of a field is hidden.
function fieldOf(given: unknown): string {
  if (!isText(given)) return "*";
  let field = recentFields.get(given);
  if (field === undefined) recentFields.set(given, (field = plainPath(given)));
  return field;
}
