-- The ledger of what rules were told to do: one row for each change that was asked for, and one for each process that carried
-- it out. Takes no time.
--
-- Changes are few; lists follow the order of time. Processes ask every moment for what arrived. The rest is as in 0017.
CREATE TABLE IF NOT EXISTS {database}.control_changes {on_cluster}
(
  `ts` DateTime64(3, 'UTC') COMMENT 'When it was asked for or carried out, by the server''s clock' CODEC(Delta, ZSTD(1)),
  `seq` UInt64 COMMENT 'Gap-free number of the record within its writer and epoch, from 1' CODEC(Delta, ZSTD(1)),
  `writer` UUID COMMENT 'The process instance that wrote the record' CODEC(ZSTD(1)),
  `epoch` UInt32 COMMENT 'Which life of that writer' CODEC(ZSTD(1)),
  `service` LowCardinality(String) COMMENT 'The service, as configured' CODEC(ZSTD(1)),
  `change` UUID COMMENT 'The change; the rows of all processes that carried it out name it' CODEC(ZSTD(1)),
  `step` Enum8('requested' = 1, 'applied' = 2, 'refused' = 3) COMMENT 'Asked for, carried out by this process, or not carried out by it' CODEC(ZSTD(1)),
  `source` Enum8('config' = 1, 'file' = 2, 'table' = 3, 'probe' = 4) COMMENT 'Where it comes from: the configuration, the control file, this table, or the probe itself, which suspends a rule that fails' CODEC(ZSTD(1)),
  `who` LowCardinality(String) COMMENT 'Who asked for it: a member of staff' CODEC(ZSTD(1)),
  `reason` String COMMENT 'Why' CODEC(ZSTD(1)),
  `target` Enum8('rule' = 1, 'kill_switch' = 2) COMMENT 'What is changed' CODEC(ZSTD(1)),
  `rule` LowCardinality(String) COMMENT 'Rule id; empty for the kill switch' CODEC(ZSTD(1)),
  `outlet` LowCardinality(String) COMMENT 'The outlet that it holds for; empty: every one' CODEC(ZSTD(1)),
  `from` LowCardinality(String) COMMENT 'What held before: off, observe, shadow, enforce; for the kill switch: released, thrown' CODEC(ZSTD(1)),
  `to` LowCardinality(String) COMMENT 'What holds from now on; empty: what the configuration says' CODEC(ZSTD(1)),
  `requested_at` DateTime64(3, 'UTC') COMMENT 'When it was asked for' CODEC(ZSTD(1)),
  `stored_at` DateTime64(3, 'UTC') MATERIALIZED now64(3, 'UTC') COMMENT 'When it arrived, by the database''s clock' CODEC(Delta, ZSTD(1)),
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
COMMENT 'Changes of what rules do: who, when, from what, to what; append only'
