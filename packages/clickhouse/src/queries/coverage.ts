import { coverageRecord } from "@probity/core";

import type { Connection } from "../connection.ts";
import { Selection } from "../selection.ts";
import { equal, inWindow, where, type TimeWindow } from "./conditions.ts";
import type { ServiceFilter } from "./unmapped.ts";

/** What became of the requests of one route, as all processes of its service counted them. */
export interface RouteCoverage {
  readonly service: string;
  readonly method: string;
  /** Route pattern; `*` where none is known. */
  readonly route: string;
  /** The algorithm that the configuration gives the route; empty where it has none. */
  readonly algorithm: string;
  readonly requests: number;
  /** Of these, how many became a decision. Whether its record arrived, `gapCounts()` tells. */
  readonly decisions: number;
  /** How many were recorded as a part of another service's decision. */
  readonly remote_calls: number;
  /** Of those that became no decision, how many had an answer of JSON. */
  readonly lists: number;
  /** Why the others became none, each counted once. */
  readonly reasons: Readonly<Record<string, number>>;
  /** Beginning and end of the time that was counted. */
  readonly first: number;
  readonly last: number;
}

/** The coverage of a window: of the statements that were made within it. */
export interface Coverage {
  /** Configured routes first, then those with most requests. */
  readonly routes: readonly RouteCoverage[];
  /** False where there are more than the 10,000 that are given. */
  readonly isComplete: boolean;
}

const MOST_ROUTES = 10_000;

const { columns } = coverageRecord;
const sum = (column: string) => ({ type: "UInt64", sql: `sum(${column})` }) as const;
const why = "sumMap(arrayMap(name -> toString(name), reasons.reason), reasons.requests)";

const routes = new Selection({
  service: columns.service,
  method: columns.method,
  route: columns.route,
  algorithm: columns.algorithm,
  requests: sum("requests"),
  decisions: sum("decisions"),
  remote_calls: sum("remote_calls"),
  lists: sum("lists"),
  reason_names: { type: { array: "String" }, sql: `${why}.1` },
  reason_requests: { type: { array: "UInt64" }, sql: `${why}.2` },
  first: { type: columns.from.type, sql: "min(`from`)" },
  last: { type: columns.ts.type, sql: "max(ts)" },
});

/** @internal Sums up what became of requests, by route. */
export async function readCoverage(
  connection: Connection,
  { service }: ServiceFilter,
  window: TimeWindow,
): Promise<Coverage> {
  const { sql, params } = where([inWindow(window), equal("service", service)]);
  const by = "service, method, route, algorithm";
  const rows = await routes.from(
    connection,
    `${connection.database}.coverage ${sql} GROUP BY ${by}
    ORDER BY algorithm = '', requests DESC, service, route, method LIMIT ${MOST_ROUTES + 1}`,
    params,
  );
  return {
    routes: rows.slice(0, MOST_ROUTES).map(({ reason_names, reason_requests, ...row }) => ({
      ...row,
      reasons: Object.fromEntries(reason_names.map((name, at) => [name, reason_requests[at] ?? 0])),
    })),
    isComplete: rows.length <= MOST_ROUTES,
  };
}
