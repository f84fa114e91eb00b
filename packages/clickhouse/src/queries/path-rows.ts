import { remoteCallRecord, type DecisionRow, type RemoteCallRow } from "@probity/core";

import type { Connection, QueryParameters } from "../connection.ts";
import { Selection } from "../selection.ts";
import { decisionSelection, readDecision } from "./decision.ts";

/** @internal The records that a path is made of. */
export interface PathRows {
  readonly root: DecisionRow;
  /** What was decided inside the root, at any depth. */
  readonly descendants: readonly DecisionRow[];
  /** What other services did for any of these decisions, in the order of time. */
  readonly remoteCalls: readonly RemoteCallRow[];
  /** False where there are more of either. */
  readonly isComplete: boolean;
}

/** Decisions inside a decision, and calls of other services for them, that are read. */
const MOST_DESCENDANTS = 500;
const MOST_REMOTE_CALLS = 500;
/** How far the clocks of two services may be apart for one to find the records of the other next to its own. */
const CLOCKS_APART_MS = 60_000;

const remoteCallSelection = new Selection(remoteCallRecord.columns);

/** @internal Reads them all; undefined where there is no such decision. */
export async function readPathRows(connection: Connection, id: string): Promise<PathRows | undefined> {
  const root = await readDecision(connection, id);
  if (!root) return undefined;
  const { decisions: descendants, isComplete } = await readDescendants(connection, root);
  const remoteCalls = await readRemoteCalls(connection, [root, ...descendants]);
  return {
    root,
    descendants,
    remoteCalls: remoteCalls.slice(0, MOST_REMOTE_CALLS).toSorted(byTime),
    isComplete: isComplete && remoteCalls.length <= MOST_REMOTE_CALLS,
  };
}

// Level by level. A decision is its own ancestor only in a forged record; an id that was seen is not followed again.
async function readDescendants(
  connection: Connection,
  root: DecisionRow,
): Promise<{ decisions: readonly DecisionRow[]; isComplete: boolean }> {
  const seen = new Map([[root.id, root]]);
  let level: readonly DecisionRow[] = [root];
  while (level.length > 0) {
    const children = (await readChildren(connection, level)).filter(({ id }) => !seen.has(id));
    const room = MOST_DESCENDANTS + 1 - seen.size;
    for (const child of children.slice(0, room).toSorted(byTime)) seen.set(child.id, child);
    if (children.length > room) return { decisions: [...seen.values()].slice(1), isComplete: false };
    level = children;
  }
  return { decisions: [...seen.values()].slice(1), isComplete: true };
}

async function readChildren(connection: Connection, parents: readonly DecisionRow[]): Promise<DecisionRow[]> {
  const { sql, params } = nextTo(parents);
  return decisionSelection.from(
    connection,
    `${connection.database}.decisions
    WHERE ${sql} AND parent IN {decisions:Array(UUID)}
    ORDER BY parent_via = 'baggage' AND NOT ${IN_TRACE}, ts, id LIMIT ${MOST_DESCENDANTS + 1}`,
    params,
  );
}

async function readRemoteCalls(
  connection: Connection,
  decisions: readonly DecisionRow[],
): Promise<RemoteCallRow[]> {
  const { sql, params } = nextTo(decisions);
  return remoteCallSelection.from(
    connection,
    `${connection.database}.remote_calls
    WHERE ${sql} AND decision IN {decisions:Array(UUID)}
    ORDER BY NOT ${IN_TRACE}, ts, id LIMIT ${MOST_REMOTE_CALLS + 1}`,
    params,
  );
}

// Whoever makes up baggage for a decision must not be able to crowd out what really was a part of it.
const IN_TRACE = "has({traces:Array(String)}, lower(hex(trace_id)))";

function nextTo(decisions: readonly DecisionRow[]): { sql: string; params: QueryParameters } {
  const from = Math.min(...decisions.map(({ ts }) => ts)) - CLOCKS_APART_MS;
  const to =
    Math.max(...decisions.map(({ ts, took_us }) => ts + Math.ceil(took_us / 1000))) + CLOCKS_APART_MS;
  const traces = [...new Set(decisions.map(({ trace_id }) => trace_id))].filter(
    (trace) => !/^0*$/.test(trace),
  );
  return {
    sql: "ts BETWEEN fromUnixTimestamp64Milli({from:Int64}, 'UTC') AND fromUnixTimestamp64Milli({to:Int64}, 'UTC')",
    params: { from, to, decisions: decisions.map(({ id }) => id), traces },
  };
}

function byTime(a: { readonly ts: number; readonly id: string }, b: typeof a): number {
  return a.ts - b.ts || (a.id < b.id ? -1 : 1);
}
