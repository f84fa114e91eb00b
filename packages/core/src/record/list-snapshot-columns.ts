/**
 * The list snapshot record, version 1: one row for each state of a hot list or other ranked list that was shown, with
 * the data that its order was worked out from (榜单日志).
 */
export const listSnapshotColumns = {
  ts: { type: "DateTime64(3, 'UTC')", since: 1, doc: "When the list stood so, by the server's clock" },
  seq: { type: "UInt64", since: 1, doc: "Gap-free number of the record within its writer and epoch, from 1" },
  writer: { type: "UUID", since: 1, doc: "The process instance that wrote the record" },
  epoch: { type: "UInt32", since: 1, doc: "Which life of that writer" },
  service: { type: "LowCardinality(String)", since: 1, doc: "The service, as configured" },
  snapshot: { type: "UUID", since: 1, doc: "Id of the snapshot, UUIDv7 (RFC 9562)" },
  list: { type: "LowCardinality(String)", since: 1, doc: "The list, by the service's name for it" },
  surface: {
    type: {
      enum8: {
        other: 0,
        home_first: 1,
        popup: 2,
        hot: 3,
        featured: 4,
        list: 5,
        push: 6,
        search: 7,
        feed: 8,
        related: 9,
        checkout: 10,
        dispatch: 11,
      },
    },
    since: 1,
    doc: "Where it is shown",
  },
  outlet: { type: "LowCardinality(String)", since: 1, doc: "The outlet where it is shown; empty: every one" },
  algorithm: {
    type: "LowCardinality(String)",
    since: 1,
    doc: "The algorithm that made it; empty where not known",
  },
  key_id: { type: "LowCardinality(String)", since: 1, doc: "Which pseudonym key made those of the items" },
  entries: {
    type: {
      array: {
        tuple: {
          item: { hex: 8 },
          score: "Float64",
          inputs: { array: { tuple: { name: "LowCardinality(String)", value: "Float64" } } },
        },
      },
    },
    since: 1,
    doc: "The list, best first: keyed pseudonym of the item, the score (heat) it was ranked by, and what that was worked out from",
  },
  interventions: {
    type: { array: "String" },
    since: 1,
    doc: "Ids of the manual interventions that touched the order",
  },
} as const;
