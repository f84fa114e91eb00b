-- The findings of rules that look at stored records: one row for each hit. Takes no time.
--
-- Suspected and to be reviewed (疑似 / 待复核), never a verdict. Beside decision_findings, whose rows are hits on one decision.
-- Lists and windows follow the order of time. The rest is as in 0017.
CREATE TABLE IF NOT EXISTS {database}.findings {on_cluster}
(
  `ts` DateTime64(3, 'UTC') COMMENT 'When the rule ran, by the server''s clock' CODEC(Delta, ZSTD(1)),
  `seq` UInt64 COMMENT 'Gap-free number of the record within its writer and epoch, from 1' CODEC(Delta, ZSTD(1)),
  `writer` UUID COMMENT 'The process instance that wrote the record' CODEC(ZSTD(1)),
  `epoch` UInt32 COMMENT 'Which life of that writer' CODEC(ZSTD(1)),
  `service` LowCardinality(String) COMMENT 'The service, as configured' CODEC(ZSTD(1)),
  `run` UUID COMMENT 'The run of the batch rules that it is of' CODEC(ZSTD(1)),
  `rule` LowCardinality(String) COMMENT 'Rule id' CODEC(ZSTD(1)),
  `rule_version` UInt16 COMMENT 'Rule version' CODEC(ZSTD(1)),
  `rules` LowCardinality(String) COMMENT 'Rule pack and version' CODEC(ZSTD(1)),
  `severity` Enum8('info' = 1, 'medium' = 2, 'high' = 3, 'critical' = 4) COMMENT 'How grave' CODEC(ZSTD(1)),
  `action` Enum8('record' = 1, 'warn' = 2, 'strip_feature' = 3, 'strip_item' = 4, 'fallback' = 5, 'block' = 6) COMMENT 'What the rule asks for' CODEC(ZSTD(1)),
  `from` DateTime64(3, 'UTC') COMMENT 'Beginning of the window that was looked at' CODEC(ZSTD(1)),
  `to` DateTime64(3, 'UTC') COMMENT 'Its end, exclusive' CODEC(ZSTD(1)),
  `algorithm` LowCardinality(String) COMMENT 'The algorithm that it is about; empty: none' CODEC(ZSTD(1)),
  `outlet` LowCardinality(String) COMMENT 'The outlet that it is about; empty: none' CODEC(ZSTD(1)),
  `about` String COMMENT 'What else it is about, in codes: a list, a group, an intervention' CODEC(ZSTD(1)),
  `measures` Array(Tuple(name LowCardinality(String), value Float64)) COMMENT 'The figures that it rests on, by name' CODEC(ZSTD(1)),
  `explanation_zh` String COMMENT 'One sentence for a reader who knows the law, in Chinese' CODEC(ZSTD(1)),
  `explanation_en` String COMMENT 'The same in English' CODEC(ZSTD(1)),
  `query` String COMMENT 'The SQL that was run, with its parameters by name' CODEC(ZSTD(1)),
  `parameters` String COMMENT 'Values of the parameters, as JSON' CODEC(ZSTD(1)),
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
COMMENT 'Hits of rules on stored records, each suspected and to be reviewed (疑似 / 待复核); append only'
