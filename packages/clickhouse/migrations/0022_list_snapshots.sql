-- The log of hot lists and other ranked lists (榜单日志): one row for each state that was shown. Takes no time.
--
-- Read list by list over a window of time: so that is the order, and states of one list pack well. The rest is as in 0017.
CREATE TABLE IF NOT EXISTS {database}.list_snapshots {on_cluster}
(
  `ts` DateTime64(3, 'UTC') COMMENT 'When the list stood so, by the server''s clock' CODEC(Delta, ZSTD(1)),
  `seq` UInt64 COMMENT 'Gap-free number of the record within its writer and epoch, from 1' CODEC(Delta, ZSTD(1)),
  `writer` UUID COMMENT 'The process instance that wrote the record' CODEC(ZSTD(1)),
  `epoch` UInt32 COMMENT 'Which life of that writer' CODEC(ZSTD(1)),
  `service` LowCardinality(String) COMMENT 'The service, as configured' CODEC(ZSTD(1)),
  `snapshot` UUID COMMENT 'Id of the snapshot, UUIDv7 (RFC 9562)' CODEC(ZSTD(1)),
  `list` LowCardinality(String) COMMENT 'The list, by the service''s name for it' CODEC(ZSTD(1)),
  `surface` Enum8('other' = 0, 'home_first' = 1, 'popup' = 2, 'hot' = 3, 'featured' = 4, 'list' = 5, 'push' = 6, 'search' = 7, 'feed' = 8, 'related' = 9, 'checkout' = 10, 'dispatch' = 11) COMMENT 'Where it is shown' CODEC(ZSTD(1)),
  `outlet` LowCardinality(String) COMMENT 'The outlet where it is shown; empty: every one' CODEC(ZSTD(1)),
  `algorithm` LowCardinality(String) COMMENT 'The algorithm that made it; empty where not known' CODEC(ZSTD(1)),
  `key_id` LowCardinality(String) COMMENT 'Which pseudonym key made those of the items' CODEC(ZSTD(1)),
  `entries` Array(Tuple(item FixedString(8), score Float64, inputs Array(Tuple(name LowCardinality(String), value Float64)))) COMMENT 'The list, best first: keyed pseudonym of the item, the score (heat) it was ranked by, and what that was worked out from' CODEC(ZSTD(1)),
  `interventions` Array(String) COMMENT 'Ids of the manual interventions that touched the order' CODEC(ZSTD(1)),
  `stored_at` DateTime64(3, 'UTC') MATERIALIZED now64(3, 'UTC') COMMENT 'When it arrived, by the database''s clock' CODEC(Delta, ZSTD(1)),
  INDEX by_arrival stored_at TYPE minmax GRANULARITY 1,
  PROJECTION by_sequence (SELECT writer, epoch, seq ORDER BY writer, epoch, seq)
)
ENGINE = {engine:MergeTree}
PARTITION BY toYYYYMM(ts)
ORDER BY (list, ts, writer, epoch, seq)
SETTINGS
  index_granularity = 2048,
  non_replicated_deduplication_window = 10000,
  replicated_deduplication_window = 10000,
  replicated_deduplication_window_seconds = 604800
COMMENT 'States of ranked lists, with the data that their order was worked out from; append only'
