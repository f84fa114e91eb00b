import type { GapCount, RouteCoverage } from "@probity/clickhouse";

const NOW = Date.parse("2026-11-21T12:00:00Z");

/** What became of the requests of a route, with what the test is about. */
export function routeCoverage(changes: Partial<RouteCoverage>): RouteCoverage {
  return {
    service: "book-feed",
    method: "GET",
    route: "/feed",
    algorithm: "feed",
    requests: 0,
    decisions: 0,
    remote_calls: 0,
    lists: 0,
    reasons: {},
    first: NOW - 3_600_000,
    last: NOW,
    ...changes,
  };
}

/** Routes of two services, of every kind that there is. */
export const someRoutes: readonly RouteCoverage[] = [
  routeCoverage({ requests: 1200, decisions: 1188, reasons: { fault: 2, nested: 10 } }),
  routeCoverage({ method: "POST", route: "/search", algorithm: "search", requests: 30, decisions: 30 }),
  routeCoverage({ route: "/hot", algorithm: "hot" }),
  routeCoverage({
    ...{ service: "book-features", method: "POST", route: "/features", algorithm: "" },
    ...{ requests: 900, remote_calls: 900, lists: 900 },
  }),
  routeCoverage({
    route: "/similar/:isbn",
    algorithm: "",
    requests: 410,
    lists: 405,
    reasons: { not_configured: 410 },
  }),
  routeCoverage({ route: "*", algorithm: "", requests: 12, lists: 3, reasons: { not_configured: 12 } }),
  routeCoverage({ route: "/health", algorithm: "", requests: 60, reasons: { not_configured: 60 } }),
];

const gap: GapCount = {
  service: "book-feed",
  of: "decisions",
  cause: "dropped",
  gaps: 1,
  rows: 5,
  missing: 4,
};
/** What of these is missing. */
export const someGapCounts: readonly GapCount[] = [
  gap,
  { ...gap, of: "coverage", missing: 1 },
  { ...gap, of: "remote_calls", service: "book-features", missing: 2 },
  { ...gap, of: "gaps", missing: 7 },
];
