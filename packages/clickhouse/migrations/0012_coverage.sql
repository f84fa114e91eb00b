-- The statements of coverage: one row for each route of a process and each minute. Takes no time.
--
-- Always summed up, by service and route, over a window; so that is the order, and rows of a route lie together and pack
-- well. Services and routes are few, so that a window without them reads little beside itself. The projection serves whoever
-- asks which numbers of a writer are stored. Partitions and deduplication windows are those of the decisions.
CREATE TABLE IF NOT EXISTS {database}.coverage {on_cluster}
(
  `ts` DateTime64(3, 'UTC') COMMENT 'End of the stretch of time, by the server''s clock' CODEC(Delta, ZSTD(1)),
  `seq` UInt64 COMMENT 'Gap-free number of the record within its writer and epoch, from 1' CODEC(Delta, ZSTD(1)),
  `writer` UUID COMMENT 'The process instance that wrote the record' CODEC(ZSTD(1)),
  `epoch` UInt32 COMMENT 'Which life of that writer' CODEC(ZSTD(1)),
  `service` LowCardinality(String) COMMENT 'The service, as configured' CODEC(ZSTD(1)),
  `from` DateTime64(3, 'UTC') COMMENT 'Beginning of the stretch of time' CODEC(ZSTD(1)),
  `method` LowCardinality(String) COMMENT 'HTTP method' CODEC(ZSTD(1)),
  `route` LowCardinality(String) COMMENT 'Route pattern, from the configuration or from the framework; * where none is known' CODEC(ZSTD(1)),
  `algorithm` LowCardinality(String) COMMENT 'The algorithm that the configuration gives the route; empty where it has none' CODEC(ZSTD(1)),
  `requests` UInt64 COMMENT 'Requests that came' CODEC(ZSTD(1)),
  `decisions` UInt64 COMMENT 'Requests that became a recorded decision' CODEC(ZSTD(1)),
  `remote_calls` UInt64 COMMENT 'Requests that were recorded as a part of a caller''s decision' CODEC(ZSTD(1)),
  `lists` UInt64 COMMENT 'Of the requests without a decision, those whose answer was JSON: where a ranking may be that nobody configured' CODEC(ZSTD(1)),
  `reasons` Array(Tuple(reason LowCardinality(String), requests UInt64)) COMMENT 'Why requests did not become decisions, each counted once: not_configured, fault, nested' CODEC(ZSTD(1)),
  PROJECTION by_sequence (SELECT writer, epoch, seq ORDER BY writer, epoch, seq)
)
ENGINE = {engine:MergeTree}
PARTITION BY toYYYYMM(ts)
ORDER BY (service, route, ts)
SETTINGS
  index_granularity = 2048,
  non_replicated_deduplication_window = 10000,
  replicated_deduplication_window = 10000,
  replicated_deduplication_window_seconds = 604800
COMMENT 'What share of each route''s requests became decisions, as Probity counted them; append only'
