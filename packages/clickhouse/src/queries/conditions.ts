import type { QueryParameters } from "../connection.ts";
import { ClickHouseStoreError } from "../errors.ts";

/** @internal Part of a `WHERE`, with the values that it binds. */
export interface Condition {
  readonly sql: string;
  readonly params?: QueryParameters;
}

/** @internal The `WHERE` of all conditions together; those that don't apply may be left `undefined`. */
export function where(conditions: readonly (Condition | undefined)[]): {
  sql: string;
  params: QueryParameters;
} {
  const given = conditions.filter((condition) => condition !== undefined);
  const sql = given.map((condition) => `(${condition.sql})`).join(" AND ");
  const params = Object.assign({}, ...given.map((condition) => condition.params ?? {})) as QueryParameters;
  return { sql: sql === "" ? "" : `WHERE ${sql}`, params };
}

/** A stretch of time, from inclusive, to exclusive, in milliseconds since the epoch. What is left out is open. */
export interface TimeWindow {
  readonly from?: number | undefined;
  readonly to?: number | undefined;
}

/** @internal Rows of within the window, by `ts`: reads only that part of the table. */
export function inWindow({ from, to }: TimeWindow): Condition | undefined {
  for (const [name, time] of Object.entries({ from, to })) {
    if (time !== undefined && !Number.isSafeInteger(time))
      throw invalid(`${name} must be in whole milliseconds, got ${time}`);
  }
  if (from === undefined && to === undefined) return undefined;
  const bounds = [
    ...(from === undefined ? [] : ["ts >= fromUnixTimestamp64Milli({from:Int64}, 'UTC')"]),
    ...(to === undefined ? [] : ["ts < fromUnixTimestamp64Milli({to:Int64}, 'UTC')"]),
  ];
  const params = { ...(from !== undefined && { from }), ...(to !== undefined && { to }) };
  return { sql: bounds.join(" AND "), params };
}

/** @internal Rows that have that value in that column, unless none is given. */
export function equal(
  column: string,
  value: string | number | undefined,
  type = "String",
): Condition | undefined {
  return value === undefined
    ? undefined
    : { sql: `\`${column}\` = {${column}:${type}}`, params: { [column]: value } };
}

/** @internal Rows about that subject, unless none is given. No message repeats it: it may be a user's own id. */
export function ofSubject(subject: string | undefined): Condition | undefined {
  if (subject === undefined) return undefined;
  if (!/^[0-9a-f]{64}$/i.test(subject)) {
    throw invalid("subject must be a pseudonym of 64 hexadecimal digits, never the user's own id");
  }
  return { sql: "subject = unhex({subject:String})", params: { subject } };
}

/** @internal SQL that is true of a decision for a minor: by age band, or by the mode signal. */
export const MINORS = "minor_mode OR age_band IN ('u14', '14-15', '16-17')";

/** @internal The error for a call that makes no sense. */
export function invalid(message: string): ClickHouseStoreError {
  return new ClickHouseStoreError("INVALID_ARGUMENT", message);
}
