/**
 * The coverage record, version 1: for one route of one process and one stretch of time, how many requests came, how many
 * of them became decisions, and why the others did not. A configured route that nobody asked for is there with zeros.
 */
export const coverageColumns = {
  ts: { type: "DateTime64(3, 'UTC')", since: 1, doc: "End of the stretch of time, by the server's clock" },
  seq: { type: "UInt64", since: 1, doc: "Gap-free number of the record within its writer and epoch, from 1" },
  writer: { type: "UUID", since: 1, doc: "The process instance that wrote the record" },
  epoch: { type: "UInt32", since: 1, doc: "Which life of that writer" },
  service: { type: "LowCardinality(String)", since: 1, doc: "The service, as configured" },
  from: { type: "DateTime64(3, 'UTC')", since: 1, doc: "Beginning of the stretch of time" },
  method: { type: "LowCardinality(String)", since: 1, doc: "HTTP method" },
  route: {
    type: "LowCardinality(String)",
    since: 1,
    doc: "Route pattern, from the configuration or from the framework; * where none is known",
  },
  algorithm: {
    type: "LowCardinality(String)",
    since: 1,
    doc: "The algorithm that the configuration gives the route; empty where it has none",
  },
  requests: { type: "UInt64", since: 1, doc: "Requests that came" },
  decisions: { type: "UInt64", since: 1, doc: "Requests that became a recorded decision" },
  remote_calls: {
    type: "UInt64",
    since: 1,
    doc: "Requests that were recorded as a part of a caller's decision",
  },
  lists: {
    type: "UInt64",
    since: 1,
    doc: "Of the requests without a decision, those whose answer was JSON: where a ranking may be that nobody configured",
  },
  reasons: {
    type: { array: { tuple: { reason: "LowCardinality(String)", requests: "UInt64" } } },
    since: 1,
    doc: "Why requests did not become decisions, each counted once: not_configured, fault, nested",
  },
} as const;
