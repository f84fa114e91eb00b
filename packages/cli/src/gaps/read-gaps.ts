import type { Gap, GapCount, GapFilter, TimeWindow } from "@probity/clickhouse";
import { decisionRecord } from "@probity/core";

import { collect } from "../listing/collect.ts";
import type { StorePort } from "../ports.ts";

/** Which gaps to tell of. */
export interface GapsQuery extends TimeWindow, Pick<GapFilter, "service" | "cause"> {
  readonly limit: number;
}

/** What is missing, and how much that is. */
export interface GapsReport {
  /** Newest first. */
  readonly gaps: readonly Gap[];
  /** There are older ones. */
  readonly hasMore: boolean;
  /** All of the window, whatever cause the list is about. */
  readonly causes: readonly GapCount[];
  readonly decisions: {
    /** Different decisions of the window that are stored. */
    readonly stored: number;
    /** Decisions of which it was noticed within the window that no record would come, and how many are missing still. */
    readonly lost: number;
    readonly missing: number;
    /** Rows of the window beyond the first of their decision: 0 where nothing went wrong. */
    readonly doubled: number;
  };
}

/** Reads what is missing. */
export async function readGaps(store: StorePort, query: GapsQuery): Promise<GapsReport> {
  const { service, cause, from, to, limit } = query;
  const { rows: gaps, hasMore } = await collect(
    (page) => store.gaps({ service, cause }, { from, to, ...page }),
    limit,
  );
  const isAsked = (row: { readonly service: string }): boolean =>
    service === undefined || row.service === service;
  const causes = (await store.gapCounts({ from, to })).filter(isAsked);
  const counts = (await store.sequenceCounts({ from, to })).filter(isAsked);
  const ofDecisions = causes.filter(({ of }) => of === decisionRecord.name);
  return {
    gaps,
    hasMore,
    causes,
    decisions: {
      stored: sum(counts.map(({ rows }) => rows)),
      lost: sum(ofDecisions.map(({ rows }) => rows)),
      missing: sum(ofDecisions.map(({ missing }) => missing)),
      doubled: sum(counts.map(({ doubled }) => doubled)),
    },
  };
}

function sum(counts: readonly number[]): number {
  return counts.reduce((all, count) => all + count, 0);
}
