import type { DecisionSummary, FeatureUse, TimeWindow } from "@probity/clickhouse";

import type { StorePort } from "../ports.ts";
import { collect, type Listing, type Read } from "./collect.ts";

/** Which decisions to list: those for which everything given is so. */
export interface Query extends TimeWindow {
  readonly algorithm?: string | undefined;
  readonly outlet?: string | undefined;
  readonly feature?: string | undefined;
  /** Pseudonyms of one user, one for each key. */
  readonly subjects?: readonly string[] | undefined;
  /** Id of a rule that hit. */
  readonly rule?: string | undefined;
  /** Only minors. */
  readonly minors: boolean;
  /** Only what people changed. */
  readonly intervened: boolean;
}

/** A decision in a list; how the use is known where a feature was asked for. */
export type ListedDecision = DecisionSummary & Partial<Pick<FeatureUse, "how" | "isRegistered">>;

/** Reads decisions page by page, until there are `limit` of them. */
export async function listDecisions(
  store: StorePort,
  query: Query,
  limit: number,
): Promise<Listing<ListedDecision>> {
  const { from, to, feature, subjects } = query;
  if (feature !== undefined) {
    // The store knows features and windows; the rest is picked out here.
    const read: Read<ListedDecision> = (page) => store.decisionsUsingFeature(feature, { from, to, ...page });
    return collect(read, limit, (row) => matches(row, query));
  }
  const filter = {
    algorithm: query.algorithm,
    outlet: query.outlet,
    rule: query.rule,
    ...(query.minors && { isMinor: true }),
    ...(query.intervened && { isIntervened: true }),
  };
  const listings: Listing<ListedDecision>[] = [];
  for (const subject of subjects ?? [undefined]) {
    listings.push(
      await collect((page) => store.decisions({ ...filter, subject }, { from, to, ...page }), limit),
    );
  }
  return merge(listings, limit);
}

function merge(listings: readonly Listing<ListedDecision>[], limit: number): Listing<ListedDecision> {
  const rows = listings.flatMap((listing) => listing.rows).toSorted((a, b) => b.ts - a.ts);
  return {
    rows: rows.slice(0, limit),
    hasMore: rows.length > limit || listings.some(({ hasMore }) => hasMore),
  };
}

function matches(row: ListedDecision, query: Query): boolean {
  const { algorithm, outlet, subjects, rule, minors, intervened } = query;
  return (
    (algorithm === undefined || row.algorithm === algorithm) &&
    (outlet === undefined || row.outlet === outlet) &&
    (subjects === undefined || subjects.includes(row.subject)) &&
    (rule === undefined || row.finding_rules.includes(rule)) &&
    (!minors || isMinor(row)) &&
    (!intervened || row.intervention_kinds.length > 0)
  );
}

/** By age band, or by the mode signal. */
export function isMinor({ age_band: band, minor_mode: isOn }: ListedDecision): boolean {
  return isOn || (band !== "adult" && band !== "unknown");
}
