/**
 * The remote call record, version 1: one row for each request that this service handled as a part of another service's
 * decision, and the data calls that it made for it. Who asked is what the caller's baggage says: a claim, which the
 * trace id and the caller's own record bear out or don't. Nothing about a person is ever taken from baggage.
 */
export const remoteCallColumns = {
  id: { type: "UUID", since: 1, doc: "Id of the remote call, UUIDv7 (RFC 9562)" },
  ts: { type: "DateTime64(3, 'UTC')", since: 1, doc: "When the request came, by this server's clock" },
  seq: { type: "UInt64", since: 1, doc: "Gap-free number of the record within its writer and epoch, from 1" },
  took_us: { type: "UInt32", since: 1, doc: "Microseconds until the request was answered" },
  writer: { type: "UUID", since: 1, doc: "The process instance that wrote the record" },
  epoch: { type: "UInt32", since: 1, doc: "Which life of that writer" },
  service: { type: "LowCardinality(String)", since: 1, doc: "The service that was called, as configured" },
  catalog: {
    type: { hex: 32 },
    since: 1,
    doc: "SHA-256 of the data catalog that the feature numbers refer to",
  },
  decision: { type: "UUID", since: 1, doc: "The decision that the caller's baggage names" },
  outlet: {
    type: "LowCardinality(String)",
    since: 1,
    doc: "The outlet that the caller's baggage names; empty without",
  },
  hop: {
    type: "UInt8",
    since: 1,
    doc: "How many services lie between the decision and this one, and this one: from 1",
  },
  trace_id: { type: { hex: 16 }, since: 1, doc: "W3C trace id of the request; zeros without one" },
  span_id: { type: { hex: 8 }, since: 1, doc: "W3C id of the caller's span; zeros without one" },
  protocol: {
    type: { enum8: { other: 0, http: 1, grpc: 2, kafka: 3 } },
    since: 1,
    doc: "How the request came",
  },
  route: {
    type: "LowCardinality(String)",
    since: 1,
    doc: "Route pattern, gRPC method or topic; * where none is known. Never the path: paths hold user ids",
  },
  features_read: {
    type: { array: "UInt16" },
    since: 1,
    doc: "Catalog numbers of the features that a tracked read saw",
  },
  features_declared: {
    type: { array: "UInt16" },
    since: 1,
    doc: "Catalog numbers of the features that the service declared as used",
  },
  features_span: {
    type: { array: "UInt16" },
    since: 1,
    doc: "Catalog numbers of the features that a span yielded",
  },
  unregistered: {
    type: {
      array: {
        tuple: {
          source: "LowCardinality(String)",
          name: "LowCardinality(String)",
          how: { enum8: { declared: 1, read: 2, span: 3 } },
        },
      },
    },
    since: 1,
    doc: "Features used that the catalog doesn't know; a name that may be data is given as *",
  },
  calls: {
    type: {
      array: {
        tuple: {
          source: "LowCardinality(String)",
          how: { enum8: { declared: 1, read: 2, span: 3 } },
          at_us: "UInt32",
          took_us: "UInt32",
          count: "UInt32",
        },
      },
    },
    since: 1,
    doc: "Data calls in order: source, how observed, first at (µs after opening), time in all, how many alike",
  },
  spans: {
    type: {
      array: {
        tuple: {
          source: "LowCardinality(String)",
          system: "LowCardinality(String)",
          host: "LowCardinality(String)",
          database: "LowCardinality(String)",
          operation: "LowCardinality(String)",
          target: "LowCardinality(String)",
          statement: { hex: 8 },
          fields: { array: "LowCardinality(String)" },
          at_us: "UInt32",
          took_us: "UInt32",
          count: "UInt32",
          failed: "UInt32",
        },
      },
    },
    since: 1,
    doc: "Client spans: source (empty: unmapped), system, host, database, operation, table or key pattern or route, digest of the statement without its values, names of the fields, first at (µs after opening), time in all, how many alike, how many failed",
  },
  outcome: {
    type: { enum8: { delivered: 1, aborted: 2, failed: 3, unmodified: 4 } },
    since: 1,
    doc: "How it ended: answered, cut off by the caller, failed, answered 304",
  },
  status: { type: "UInt16", since: 1, doc: "HTTP or gRPC status; 0 without" },
  input_faults: {
    type: { array: "LowCardinality(String)" },
    since: 1,
    doc: "What was handed in that could not be taken as it was, by name",
  },
} as const;
