/**
 * The intervention record, version 1: one row for each step of a manual intervention, from its proposal on. Every row
 * repeats what was proposed, so that each can be read alone. Steps are only ever added; what holds now follows from them.
 */
export const interventionColumns = {
  ts: { type: "DateTime64(3, 'UTC')", since: 1, doc: "When the step was taken, by the server's clock" },
  seq: { type: "UInt64", since: 1, doc: "Gap-free number of the record within its writer and epoch, from 1" },
  writer: { type: "UUID", since: 1, doc: "The process instance that wrote the record" },
  epoch: { type: "UInt32", since: 1, doc: "Which life of that writer" },
  service: { type: "LowCardinality(String)", since: 1, doc: "The service, as configured" },
  id: { type: "String", since: 1, doc: "The intervention's id; decisions that it touched name it" },
  step: {
    type: { enum8: { proposed: 1, approved: 2, rejected: 3, revoked: 4 } },
    since: 1,
    doc: "What was done: proposed, approved, rejected, revoked. That one came into force or ran out follows from its times",
  },
  actor: { type: "LowCardinality(String)", since: 1, doc: "Who did it: a member of staff" },
  kind: {
    type: {
      enum8: { unknown: 0, pin: 1, boost: 2, demote: 3, insert: 4, remove: 5, block: 6, override: 7 },
    },
    since: 1,
    doc: "What is done to the result",
  },
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
    doc: "Where it acts",
  },
  outlet: { type: "LowCardinality(String)", since: 1, doc: "The outlet where it acts; empty: every one" },
  algorithm: {
    type: "LowCardinality(String)",
    since: 1,
    doc: "The algorithm that it acts on; empty: every one",
  },
  item: {
    type: { hex: 8 },
    since: 1,
    doc: "Keyed pseudonym of the item, as in decisions; zeros without one",
  },
  item_id: { type: "String", since: 1, doc: "The item's own id: whoever ranks must know it; empty without" },
  key_id: { type: "LowCardinality(String)", since: 1, doc: "Which pseudonym key made the item's" },
  rank: { type: "UInt16", since: 1, doc: "The rank to pin or insert at, from 1; 0 without" },
  factor: { type: "Float32", since: 1, doc: "What a boost or demotion multiplies the score by; 1 without" },
  reason: { type: "LowCardinality(String)", since: 1, doc: "Reason code" },
  ticket: { type: "LowCardinality(String)", since: 1, doc: "Ticket" },
  valid_from: { type: "DateTime64(3, 'UTC')", since: 1, doc: "From when it may act" },
  valid_to: { type: "DateTime64(3, 'UTC')", since: 1, doc: "Until when, exclusive" },
  two_persons: {
    type: "Bool",
    since: 1,
    doc: "Whoever proposed it may not approve it, as configured when it was proposed",
  },
} as const;
