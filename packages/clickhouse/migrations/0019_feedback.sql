-- The ledger of what users said of decisions, and of the answers to complaints: one row for each. Takes no time.
--
-- Counted by kind over windows of time, where complaints are few and dwell times many: so that is the order. The indexes find
-- the answers in a case, and what was said of a decision. The rest is as in 0017.
CREATE TABLE IF NOT EXISTS {database}.feedback {on_cluster}
(
  `ts` DateTime64(3, 'UTC') COMMENT 'When it was taken note of, by the server''s clock' CODEC(Delta, ZSTD(1)),
  `seq` UInt64 COMMENT 'Gap-free number of the record within its writer and epoch, from 1' CODEC(Delta, ZSTD(1)),
  `writer` UUID COMMENT 'The process instance that wrote the record' CODEC(ZSTD(1)),
  `epoch` UInt32 COMMENT 'Which life of that writer' CODEC(ZSTD(1)),
  `service` LowCardinality(String) COMMENT 'The service, as configured' CODEC(ZSTD(1)),
  `decision` UUID COMMENT 'The decision that it is about; the nil UUID where the user named none' CODEC(ZSTD(1)),
  `kind` Enum8('not_interested' = 1, 'report' = 2, 'complaint' = 3, 'appeal' = 4, 'dwell' = 5, 'reply' = 6, 'close' = 7) COMMENT 'What it is; reply and close are the service''s steps in a case' CODEC(ZSTD(1)),
  `given_at` DateTime64(3, 'UTC') COMMENT 'When it was said or done, as the service says' CODEC(ZSTD(1)),
  `case_id` String COMMENT 'The case of a report, complaint or appeal, and of its replies; empty for others' CODEC(ZSTD(1)),
  `subject` FixedString(32) COMMENT 'HMAC-SHA256 of the user''s id; zeros without' CODEC(ZSTD(1)),
  `key_id` LowCardinality(String) COMMENT 'Which pseudonym key made the subject''s and the item''s' CODEC(ZSTD(1)),
  `item` FixedString(8) COMMENT 'Keyed pseudonym of the item; zeros without one' CODEC(ZSTD(1)),
  `reason` LowCardinality(String) COMMENT 'Reason code; never what the user wrote' CODEC(ZSTD(1)),
  `dwell_ms` UInt32 COMMENT 'How long an item was looked at, in milliseconds; 0 for others' CODEC(ZSTD(1)),
  `outlet` LowCardinality(String) COMMENT 'The outlet where it was said; empty where not known' CODEC(ZSTD(1)),
  `actor` LowCardinality(String) COMMENT 'Who replied or closed: a member of staff; empty for users' CODEC(ZSTD(1)),
  `stored_at` DateTime64(3, 'UTC') MATERIALIZED now64(3, 'UTC') COMMENT 'When it arrived, by the database''s clock' CODEC(Delta, ZSTD(1)),
  INDEX by_decision decision TYPE bloom_filter(0.001) GRANULARITY 1,
  INDEX by_case case_id TYPE bloom_filter(0.001) GRANULARITY 1,
  INDEX by_arrival stored_at TYPE minmax GRANULARITY 1,
  PROJECTION by_sequence (SELECT writer, epoch, seq ORDER BY writer, epoch, seq)
)
ENGINE = {engine:MergeTree}
PARTITION BY toYYYYMM(ts)
ORDER BY (kind, ts, writer, epoch, seq)
SETTINGS
  index_granularity = 2048,
  non_replicated_deduplication_window = 10000,
  replicated_deduplication_window = 10000,
  replicated_deduplication_window_seconds = 604800
COMMENT 'What users said of decisions, and answers to complaints; append only'
