-- The gaps: one row for each run of sequence numbers of which no record came, and why. Takes no time.
--
-- Windows and pages follow the order of time; which gaps of a writer are stored is asked by number, which the
-- projection serves. Partitions are those of the decisions, so that both can be kept equally long. The deduplication
-- windows make a batch that is sent twice count once.
CREATE TABLE IF NOT EXISTS {database}.gaps {on_cluster}
(
  `ts` DateTime64(3, 'UTC') COMMENT 'When the gap was noticed, by the server''s clock' CODEC(Delta, ZSTD(1)),
  `seq` UInt64 COMMENT 'Gap-free number of the gap record within its writer and epoch, from 1' CODEC(Delta, ZSTD(1)),
  `writer` UUID COMMENT 'The process instance whose records are missing' CODEC(ZSTD(1)),
  `epoch` UInt32 COMMENT 'Which life of that writer' CODEC(ZSTD(1)),
  `service` LowCardinality(String) COMMENT 'The service, as configured' CODEC(ZSTD(1)),
  `of` LowCardinality(String) COMMENT 'Table in which the records are missing' CODEC(ZSTD(1)),
  `first_seq` UInt64 COMMENT 'First missing sequence number' CODEC(ZSTD(1)),
  `last_seq` UInt64 COMMENT 'Last missing sequence number' CODEC(ZSTD(1)),
  `rows` UInt64 COMMENT 'How many records are missing: all from the first to the last' CODEC(ZSTD(1)),
  `cause` Enum8('refused' = 1, 'unencodable' = 2, 'unfinished' = 3, 'dropped' = 4, 'torn_tail' = 5, 'corrupt' = 6, 'quarantined' = 7, 'rejected' = 8, 'unclean_end' = 9, 'worker_died' = 10) COMMENT 'Why: no room in memory; a fault of ours; open when the probe closed; disk budget; torn or damaged spool; refused by ClickHouse and kept, or not kept; process or worker thread ended' CODEC(ZSTD(1)),
  `detail` LowCardinality(String) COMMENT 'A code that says more, such as the server''s; empty without one' CODEC(ZSTD(1)),
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
COMMENT 'Runs of records that are missing, as Probity noticed them; append only'
