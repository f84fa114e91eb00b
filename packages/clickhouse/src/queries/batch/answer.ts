import type { Connection, QueryParameters } from "../../connection.ts";
import type { RowOfSelection, Selected, Selection } from "../../selection.ts";
import { invalid } from "../conditions.ts";

/** What a query of the batch rules gave, with all that it takes to ask it again. */
export interface BatchAnswer<Row> {
  readonly rows: readonly Row[];
  /** The SQL that was run; values stand in it as `{name:Type}`. */
  readonly query: string;
  /** The values, by name. */
  readonly parameters: QueryParameters;
}

/** A stretch of time that is closed on both sides: from inclusive, to exclusive, in milliseconds since the epoch. */
export interface BatchWindow {
  readonly from: number;
  readonly to: number;
}

/** @internal The window's rows, by `ts`; its values are {@link windowParameters}. */
export const IN_WINDOW =
  "ts >= fromUnixTimestamp64Milli({from:Int64}, 'UTC') AND ts < fromUnixTimestamp64Milli({to:Int64}, 'UTC')";

/** @internal SQL that is true of rows about a person. */
export const KNOWN_SUBJECT = "subject != toFixedString('', 32)";

/** @internal Refuses a window that has no inside. */
export function windowParameters({ from, to }: BatchWindow): { readonly from: number; readonly to: number } {
  for (const [name, time] of Object.entries({ from, to })) {
    if (!Number.isSafeInteger(time)) throw invalid(`${name} must be in whole milliseconds, got ${time}`);
  }
  if (from >= to) throw invalid(`a window ends after it begins, got from ${from} to ${to}`);
  return { from, to };
}

/** @internal Runs a query, and keeps what was asked beside what was answered. */
export async function ask<S extends Readonly<Record<string, Selected>>>(
  connection: Connection,
  selection: Selection<S>,
  rest: string,
  parameters: QueryParameters,
): Promise<BatchAnswer<RowOfSelection<S>>> {
  const rows = await selection.from(connection, rest, parameters);
  return { rows, query: `SELECT ${selection.sql} FROM ${rest}`, parameters };
}
