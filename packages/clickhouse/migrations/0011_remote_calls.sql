-- The remote calls: one row for each request that a service handled as a part of another service's decision. Takes no
-- time.
--
-- Who reads a path knows the decision, and with it the time, to within what clocks are apart: the order is that of time,
-- as in the decisions, and the index by decision passes over the granules around it. The projection serves whoever asks
-- which numbers of a writer are stored. Partitions and deduplication windows are those of the decisions.
CREATE TABLE IF NOT EXISTS {database}.remote_calls {on_cluster}
(
  `id` UUID COMMENT 'Id of the remote call, UUIDv7 (RFC 9562)' CODEC(ZSTD(1)),
  `ts` DateTime64(3, 'UTC') COMMENT 'When the request came, by this server''s clock' CODEC(Delta, ZSTD(1)),
  `seq` UInt64 COMMENT 'Gap-free number of the record within its writer and epoch, from 1' CODEC(Delta, ZSTD(1)),
  `took_us` UInt32 COMMENT 'Microseconds until the request was answered' CODEC(ZSTD(1)),
  `writer` UUID COMMENT 'The process instance that wrote the record' CODEC(ZSTD(1)),
  `epoch` UInt32 COMMENT 'Which life of that writer' CODEC(ZSTD(1)),
  `service` LowCardinality(String) COMMENT 'The service that was called, as configured' CODEC(ZSTD(1)),
  `catalog` FixedString(32) COMMENT 'SHA-256 of the data catalog that the feature numbers refer to' CODEC(ZSTD(1)),
  `decision` UUID COMMENT 'The decision that the caller''s baggage names' CODEC(ZSTD(1)),
  `outlet` LowCardinality(String) COMMENT 'The outlet that the caller''s baggage names; empty without' CODEC(ZSTD(1)),
  `hop` UInt8 COMMENT 'How many services lie between the decision and this one, and this one: from 1' CODEC(ZSTD(1)),
  `trace_id` FixedString(16) COMMENT 'W3C trace id of the request; zeros without one' CODEC(ZSTD(1)),
  `span_id` FixedString(8) COMMENT 'W3C id of the caller''s span; zeros without one' CODEC(ZSTD(1)),
  `protocol` Enum8('other' = 0, 'http' = 1, 'grpc' = 2, 'kafka' = 3) COMMENT 'How the request came' CODEC(ZSTD(1)),
  `route` LowCardinality(String) COMMENT 'Route pattern, gRPC method or topic; * where none is known. Never the path: paths hold user ids' CODEC(ZSTD(1)),
  `features_read` Array(UInt16) COMMENT 'Catalog numbers of the features that a tracked read saw' CODEC(ZSTD(1)),
  `features_declared` Array(UInt16) COMMENT 'Catalog numbers of the features that the service declared as used' CODEC(ZSTD(1)),
  `features_span` Array(UInt16) COMMENT 'Catalog numbers of the features that a span yielded' CODEC(ZSTD(1)),
  `unregistered` Array(Tuple(source LowCardinality(String), name LowCardinality(String), how Enum8('declared' = 1, 'read' = 2, 'span' = 3))) COMMENT 'Features used that the catalog doesn''t know; a name that may be data is given as *' CODEC(ZSTD(1)),
  `calls` Array(Tuple(source LowCardinality(String), how Enum8('declared' = 1, 'read' = 2, 'span' = 3), at_us UInt32, took_us UInt32, count UInt32)) COMMENT 'Data calls in order: source, how observed, first at (µs after opening), time in all, how many alike' CODEC(ZSTD(1)),
  `spans` Array(Tuple(source LowCardinality(String), system LowCardinality(String), host LowCardinality(String), database LowCardinality(String), operation LowCardinality(String), target LowCardinality(String), statement FixedString(8), fields Array(LowCardinality(String)), at_us UInt32, took_us UInt32, count UInt32, failed UInt32)) COMMENT 'Client spans: source (empty: unmapped), system, host, database, operation, table or key pattern or route, digest of the statement without its values, names of the fields, first at (µs after opening), time in all, how many alike, how many failed' CODEC(ZSTD(1)),
  `outcome` Enum8('delivered' = 1, 'aborted' = 2, 'failed' = 3, 'unmodified' = 4) COMMENT 'How it ended: answered, cut off by the caller, failed, answered 304' CODEC(ZSTD(1)),
  `status` UInt16 COMMENT 'HTTP or gRPC status; 0 without' CODEC(ZSTD(1)),
  `input_faults` Array(LowCardinality(String)) COMMENT 'What was handed in that could not be taken as it was, by name' CODEC(ZSTD(1)),
  INDEX by_id id TYPE bloom_filter(0.001) GRANULARITY 1,
  INDEX by_decision decision TYPE bloom_filter(0.001) GRANULARITY 1,
  PROJECTION by_sequence (SELECT writer, epoch, seq ORDER BY writer, epoch, seq)
)
ENGINE = {engine:MergeTree}
PARTITION BY toYYYYMM(ts)
ORDER BY (ts, id)
SETTINGS
  index_granularity = 2048,
  non_replicated_deduplication_window = 10000,
  replicated_deduplication_window = 10000,
  replicated_deduplication_window_seconds = 604800
COMMENT 'Calls that another service''s decision caused, as Probity recorded them; append only'
