/**
 * The gap record, version 1: one row per run of sequence numbers of which no record will come. A loss is evidence: a
 * writer's numbers are gap-free, so each is the number of a stored record, or lies in a gap that says why.
 *
 * A gap stands in the log of the writer that it is about, whoever noticed it, and is spooled and stored like any other
 * record, with numbers of its own.
 */
export const gapColumns = {
  ts: { type: "DateTime64(3, 'UTC')", since: 1, doc: "When the gap was noticed, by the server's clock" },
  seq: {
    type: "UInt64",
    since: 1,
    doc: "Gap-free number of the gap record within its writer and epoch, from 1",
  },
  writer: { type: "UUID", since: 1, doc: "The process instance whose records are missing" },
  epoch: { type: "UInt32", since: 1, doc: "Which life of that writer" },
  service: { type: "LowCardinality(String)", since: 1, doc: "The service, as configured" },
  of: { type: "LowCardinality(String)", since: 1, doc: "Table in which the records are missing" },
  first_seq: { type: "UInt64", since: 1, doc: "First missing sequence number" },
  last_seq: { type: "UInt64", since: 1, doc: "Last missing sequence number" },
  rows: { type: "UInt64", since: 1, doc: "How many records are missing: all from the first to the last" },
  cause: {
    type: {
      enum8: {
        refused: 1,
        unencodable: 2,
        unfinished: 3,
        dropped: 4,
        torn_tail: 5,
        corrupt: 6,
        quarantined: 7,
        rejected: 8,
        unclean_end: 9,
        worker_died: 10,
      },
    },
    since: 1,
    doc: "Why: no room in memory; a fault of ours; open when the probe closed; disk budget; torn or damaged spool; refused by ClickHouse and kept, or not kept; process or worker thread ended",
  },
  detail: {
    type: "LowCardinality(String)",
    since: 1,
    doc: "A code that says more, such as the server's; empty without one",
  },
} as const;
