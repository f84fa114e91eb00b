/**
 * The control change record, version 1: one row for each change of what rules do that was asked for, and one for each
 * process that carried it out. Who, when, from what, to what.
 */
export const controlChangeColumns = {
  ts: {
    type: "DateTime64(3, 'UTC')",
    since: 1,
    doc: "When it was asked for or carried out, by the server's clock",
  },
  seq: { type: "UInt64", since: 1, doc: "Gap-free number of the record within its writer and epoch, from 1" },
  writer: { type: "UUID", since: 1, doc: "The process instance that wrote the record" },
  epoch: { type: "UInt32", since: 1, doc: "Which life of that writer" },
  service: { type: "LowCardinality(String)", since: 1, doc: "The service, as configured" },
  change: {
    type: "UUID",
    since: 1,
    doc: "The change; the rows of all processes that carried it out name it",
  },
  step: {
    type: { enum8: { requested: 1, applied: 2, refused: 3 } },
    since: 1,
    doc: "Asked for, carried out by this process, or not carried out by it",
  },
  source: {
    type: { enum8: { config: 1, file: 2, table: 3, probe: 4 } },
    since: 1,
    doc: "Where it comes from: the configuration, the control file, this table, or the probe itself, which suspends a rule that fails",
  },
  who: { type: "LowCardinality(String)", since: 1, doc: "Who asked for it: a member of staff" },
  reason: { type: "String", since: 1, doc: "Why" },
  target: { type: { enum8: { rule: 1, kill_switch: 2 } }, since: 1, doc: "What is changed" },
  rule: { type: "LowCardinality(String)", since: 1, doc: "Rule id; empty for the kill switch" },
  outlet: { type: "LowCardinality(String)", since: 1, doc: "The outlet that it holds for; empty: every one" },
  from: {
    type: "LowCardinality(String)",
    since: 1,
    doc: "What held before: off, observe, shadow, enforce; for the kill switch: released, thrown",
  },
  to: {
    type: "LowCardinality(String)",
    since: 1,
    doc: "What holds from now on; empty: what the configuration says",
  },
  requested_at: { type: "DateTime64(3, 'UTC')", since: 1, doc: "When it was asked for" },
} as const;
