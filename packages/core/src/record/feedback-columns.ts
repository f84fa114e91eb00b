/**
 * The feedback record, version 1: one row for each thing that a user said of a decision, and for each answer to a
 * complaint or an appeal. What the user wrote stays with the service.
 */
export const feedbackColumns = {
  ts: { type: "DateTime64(3, 'UTC')", since: 1, doc: "When it was taken note of, by the server's clock" },
  seq: { type: "UInt64", since: 1, doc: "Gap-free number of the record within its writer and epoch, from 1" },
  writer: { type: "UUID", since: 1, doc: "The process instance that wrote the record" },
  epoch: { type: "UInt32", since: 1, doc: "Which life of that writer" },
  service: { type: "LowCardinality(String)", since: 1, doc: "The service, as configured" },
  decision: {
    type: "UUID",
    since: 1,
    doc: "The decision that it is about; the nil UUID where the user named none",
  },
  kind: {
    type: {
      enum8: { not_interested: 1, report: 2, complaint: 3, appeal: 4, dwell: 5, reply: 6, close: 7 },
    },
    since: 1,
    doc: "What it is; reply and close are the service's steps in a case",
  },
  given_at: { type: "DateTime64(3, 'UTC')", since: 1, doc: "When it was said or done, as the service says" },
  case_id: {
    type: "String",
    since: 1,
    doc: "The case of a report, complaint or appeal, and of its replies; empty for others",
  },
  subject: { type: { hex: 32 }, since: 1, doc: "HMAC-SHA256 of the user's id; zeros without" },
  key_id: {
    type: "LowCardinality(String)",
    since: 1,
    doc: "Which pseudonym key made the subject's and the item's",
  },
  item: { type: { hex: 8 }, since: 1, doc: "Keyed pseudonym of the item; zeros without one" },
  reason: { type: "LowCardinality(String)", since: 1, doc: "Reason code; never what the user wrote" },
  dwell_ms: {
    type: "UInt32",
    since: 1,
    doc: "How long an item was looked at, in milliseconds; 0 for others",
  },
  outlet: {
    type: "LowCardinality(String)",
    since: 1,
    doc: "The outlet where it was said; empty where not known",
  },
  actor: {
    type: "LowCardinality(String)",
    since: 1,
    doc: "Who replied or closed: a member of staff; empty for users",
  },
} as const;
