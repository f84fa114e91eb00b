-- The ledger of manual interventions: one row for each step of each. Takes no time.
--
-- Steps are few; lists and windows follow the order of time. Processes that rank ask every moment what arrived meanwhile:
-- stored_at is no part of the record and says by the database's own clock when that was, so that a step which lay in a spool
-- for hours is seen as well; the index passes over all that arrived before. The projection serves whoever asks which numbers
-- of a writer are stored. Partitions and deduplication windows are those of the decisions.
CREATE TABLE IF NOT EXISTS {database}.interventions {on_cluster}
(
  `ts` DateTime64(3, 'UTC') COMMENT 'When the step was taken, by the server''s clock' CODEC(Delta, ZSTD(1)),
  `seq` UInt64 COMMENT 'Gap-free number of the record within its writer and epoch, from 1' CODEC(Delta, ZSTD(1)),
  `writer` UUID COMMENT 'The process instance that wrote the record' CODEC(ZSTD(1)),
  `epoch` UInt32 COMMENT 'Which life of that writer' CODEC(ZSTD(1)),
  `service` LowCardinality(String) COMMENT 'The service, as configured' CODEC(ZSTD(1)),
  `id` String COMMENT 'The intervention''s id; decisions that it touched name it' CODEC(ZSTD(1)),
  `step` Enum8('proposed' = 1, 'approved' = 2, 'rejected' = 3, 'revoked' = 4) COMMENT 'What was done: proposed, approved, rejected, revoked. That one came into force or ran out follows from its times' CODEC(ZSTD(1)),
  `actor` LowCardinality(String) COMMENT 'Who did it: a member of staff' CODEC(ZSTD(1)),
  `kind` Enum8('unknown' = 0, 'pin' = 1, 'boost' = 2, 'demote' = 3, 'insert' = 4, 'remove' = 5, 'block' = 6, 'override' = 7) COMMENT 'What is done to the result' CODEC(ZSTD(1)),
  `surface` Enum8('other' = 0, 'home_first' = 1, 'popup' = 2, 'hot' = 3, 'featured' = 4, 'list' = 5, 'push' = 6, 'search' = 7, 'feed' = 8, 'related' = 9, 'checkout' = 10, 'dispatch' = 11) COMMENT 'Where it acts' CODEC(ZSTD(1)),
  `outlet` LowCardinality(String) COMMENT 'The outlet where it acts; empty: every one' CODEC(ZSTD(1)),
  `algorithm` LowCardinality(String) COMMENT 'The algorithm that it acts on; empty: every one' CODEC(ZSTD(1)),
  `item` FixedString(8) COMMENT 'Keyed pseudonym of the item, as in decisions; zeros without one' CODEC(ZSTD(1)),
  `item_id` String COMMENT 'The item''s own id: whoever ranks must know it; empty without' CODEC(ZSTD(1)),
  `key_id` LowCardinality(String) COMMENT 'Which pseudonym key made the item''s' CODEC(ZSTD(1)),
  `rank` UInt16 COMMENT 'The rank to pin or insert at, from 1; 0 without' CODEC(ZSTD(1)),
  `factor` Float32 COMMENT 'What a boost or demotion multiplies the score by; 1 without' CODEC(ZSTD(1)),
  `reason` LowCardinality(String) COMMENT 'Reason code' CODEC(ZSTD(1)),
  `ticket` LowCardinality(String) COMMENT 'Ticket' CODEC(ZSTD(1)),
  `valid_from` DateTime64(3, 'UTC') COMMENT 'From when it may act' CODEC(ZSTD(1)),
  `valid_to` DateTime64(3, 'UTC') COMMENT 'Until when, exclusive' CODEC(ZSTD(1)),
  `two_persons` Bool COMMENT 'Whoever proposed it may not approve it, as configured when it was proposed' CODEC(ZSTD(1)),
  `stored_at` DateTime64(3, 'UTC') MATERIALIZED now64(3, 'UTC') COMMENT 'When it arrived, by the database''s clock' CODEC(Delta, ZSTD(1)),
  INDEX by_intervention id TYPE bloom_filter(0.001) GRANULARITY 1,
  INDEX by_arrival stored_at TYPE minmax GRANULARITY 1,
  PROJECTION by_sequence (SELECT writer, epoch, seq ORDER BY writer, epoch, seq)
)
ENGINE = {engine:MergeTree}
PARTITION BY toYYYYMM(ts)
ORDER BY (ts, writer, epoch, seq)
SETTINGS
  index_granularity = 2048,
  non_replicated_deduplication_window = 10000,
  replicated_deduplication_window = 10000,
  replicated_deduplication_window_seconds = 604800
COMMENT 'Steps of manual interventions, from proposal to revocation; append only'
