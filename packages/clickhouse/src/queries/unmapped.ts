import { decisionRecord } from "@probity/core";

import type { Connection } from "../connection.ts";
import { Selection } from "../selection.ts";
import { equal, inWindow, where, type TimeWindow } from "./conditions.ts";

/** Whose records to sum up. */
export interface ServiceFilter {
  readonly service?: string | undefined;
}

/** Client spans that are alike in all by which a rule could map them, and that none does. */
export interface UnmappedCall {
  /** The service that called. */
  readonly service: string;
  readonly system: string;
  readonly host: string;
  readonly database: string;
  readonly operation: string;
  /** Table, collection, topic, key pattern or route pattern. */
  readonly target: string;
  readonly calls: number;
  readonly failed: number;
  /** Decisions in which they were made, or for which, as the caller of a remote call says. */
  readonly decisions: number;
  /** Names of the columns, hash fields or JSON paths that were seen to be read, by name; 64 at the most. */
  readonly fields: readonly string[];
  /** When the first and the last decision, or remote call, with one of them was opened. */
  readonly first: number;
  readonly last: number;
}

/** What of a window no rule maps to a source. */
export interface UnmappedCalls {
  /** The most first. */
  readonly calls: readonly UnmappedCall[];
  /** False where there are more kinds than the 1,000 that are given. */
  readonly isComplete: boolean;
  /** Calls that were too many in their decision to be told apart; of some of them it may be known what they read. */
  readonly notToldApart: { readonly calls: number; readonly decisions: number };
}

const MOST_KINDS = 1000;

const text = (sql: string) => ({ type: "String", sql }) as const;
const count = (sql: string) => ({ type: "UInt64", sql }) as const;
const moment = (sql: string) => ({ type: decisionRecord.columns.ts.type, sql }) as const;

const kinds = new Selection({
  service: text("service"),
  system: text("system"),
  host: text("host"),
  database: text("database"),
  operation: text("operation"),
  target: text("target"),
  calls: count("sum(count)"),
  failed: count("sum(failed)"),
  decisions: count("uniqExact(decision)"),
  fields: { type: { array: "String" }, sql: "arraySort(groupUniqArrayArray(64)(fields))" },
  first: moment("min(ts)"),
  last: moment("max(ts)"),
});
const rest = new Selection({ calls: count("sum(count)"), decisions: count("uniqExact(decision)") });

/** @internal Sums up what no rule maps. */
export async function readUnmapped(
  connection: Connection,
  { service }: ServiceFilter,
  window: TimeWindow,
): Promise<UnmappedCalls> {
  const { database } = connection;
  const { sql, params } = where([inWindow(window), equal("service", service)]);
  const by = "service, system, host, database, operation, target";
  const calls = await kinds.from(
    connection,
    `${database}.unmapped_calls ${sql} GROUP BY ${by} ORDER BY calls DESC, ${by} LIMIT ${MOST_KINDS + 1}`,
    params,
  );
  const notToldApart = where([
    { sql: "system = '*' AND operation = '*' AND target = '*'" },
    inWindow(window),
    equal("service", service),
  ]);
  const [left = { calls: 0, decisions: 0 }] = await rest.from(
    connection,
    `${database}.decision_spans ${notToldApart.sql}`,
    notToldApart.params,
  );
  return {
    calls: calls.slice(0, MOST_KINDS),
    isComplete: calls.length <= MOST_KINDS,
    notToldApart: left,
  };
}
