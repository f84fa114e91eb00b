import type { GapCount, RouteCoverage, TimeWindow } from "@probity/clickhouse";
import { coverageRecord, decisionRecord, remoteCallRecord } from "@probity/core";

import type { StorePort } from "../ports.ts";

/** What share of ranking traffic became decisions, what else may be ranking, and what of all that got lost. */
export interface CoverageReport {
  /** Routes of the configuration that somebody asked for. */
  readonly configured: readonly RouteCoverage[];
  /** Routes of the configuration that nobody asked for. */
  readonly silent: readonly RouteCoverage[];
  /** Routes that are recorded as a part of other services' decisions. */
  readonly remote: readonly RouteCoverage[];
  /** Routes that are not in the configuration, and whose answers were JSON: a ranking may be among them. */
  readonly suspected: readonly RouteCoverage[];
  /** All others: how many they are, and the requests that came to them. */
  readonly others: { readonly routes: number; readonly requests: number };
  readonly total: CoverageTotal;
  /** False where there are more routes than a store gives. */
  readonly isComplete: boolean;
}

/** The configured routes together, and what the pipeline lost of the same window. */
export interface CoverageTotal {
  readonly requests: number;
  readonly decisions: number;
  /** Records of which it was noticed within the window that they are missing, and that are missing still. */
  readonly lost: {
    readonly decisions: number;
    readonly remote_calls: number;
    /** Statements of coverage: the figures are short of what these would have said. */
    readonly coverage: number;
  };
}

/** Reads the statement of coverage. */
export async function readCoverage(
  store: StorePort,
  service: string | undefined,
  window: TimeWindow,
): Promise<CoverageReport> {
  const { routes, isComplete } = await store.coverage({ service }, window);
  const gaps = (await store.gapCounts(window)).filter(
    (gap) => service === undefined || gap.service === service,
  );
  const ofConfig = routes.filter(({ algorithm }) => algorithm !== "");
  const foreign = routes.filter(({ algorithm }) => algorithm === "");
  // What was recorded for a caller was an answer too.
  const suspected = foreign.filter(({ lists, remote_calls }) => lists > remote_calls);
  const remote = foreign.filter((route) => route.remote_calls > 0 && !suspected.includes(route));
  const others = foreign.filter((route) => !suspected.includes(route) && !remote.includes(route));
  return {
    configured: ofConfig.filter(({ requests }) => requests > 0),
    silent: silentOf(ofConfig),
    remote,
    suspected,
    others: { routes: others.length, requests: sum(others.map(({ requests }) => requests)) },
    total: {
      requests: sum(ofConfig.map(({ requests }) => requests)),
      decisions: sum(ofConfig.map(({ decisions }) => decisions)),
      lost: {
        decisions: missing(gaps, decisionRecord.name),
        remote_calls: missing(gaps, remoteCallRecord.name),
        coverage: missing(gaps, coverageRecord.name),
      },
    },
    isComplete,
  };
}

// A route that got another algorithm within the window is there twice; it is silent if both are.
function silentOf(routes: readonly RouteCoverage[]): readonly RouteCoverage[] {
  const isSame = (one: RouteCoverage, other: RouteCoverage): boolean =>
    one.service === other.service && one.method === other.method && one.route === other.route;
  return routes.filter((route) => !routes.some((each) => isSame(each, route) && each.requests > 0));
}

function missing(gaps: readonly GapCount[], table: string): number {
  return sum(gaps.filter(({ of }) => of === table).map((gap) => gap.missing));
}

function sum(counts: readonly number[]): number {
  return counts.reduce((all, count) => all + count, 0);
}
