-- The ledger of what users chose about personalisation, tags and consent: one row for each choice. Takes no time.
--
-- Read by subject: what holds for one, and, when a process starts, for all, in the order of subjects, page by page. What
-- arrived since a moment is found by stored_at, as in 0017, and so are the rest of the settings.
CREATE TABLE IF NOT EXISTS {database}.choices {on_cluster}
(
  `ts` DateTime64(3, 'UTC') COMMENT 'When the choice was taken note of, by the server''s clock' CODEC(Delta, ZSTD(1)),
  `seq` UInt64 COMMENT 'Gap-free number of the record within its writer and epoch, from 1' CODEC(Delta, ZSTD(1)),
  `writer` UUID COMMENT 'The process instance that wrote the record' CODEC(ZSTD(1)),
  `epoch` UInt32 COMMENT 'Which life of that writer' CODEC(ZSTD(1)),
  `service` LowCardinality(String) COMMENT 'The service, as configured' CODEC(ZSTD(1)),
  `subject` FixedString(32) COMMENT 'HMAC-SHA256 of the user''s id, as in decisions' CODEC(ZSTD(1)),
  `key_id` LowCardinality(String) COMMENT 'Which pseudonym key made the subject''s and the tag''s' CODEC(ZSTD(1)),
  `kind` Enum8('personalisation_off' = 1, 'personalisation_on' = 2, 'tag_deleted' = 3, 'tag_blocked' = 4, 'tag_restored' = 5, 'consent_given' = 6, 'consent_withdrawn' = 7) COMMENT 'What was chosen' CODEC(ZSTD(1)),
  `chosen_at` DateTime64(3, 'UTC') COMMENT 'When the user chose, as the service says' CODEC(ZSTD(1)),
  `outlet` LowCardinality(String) COMMENT 'The outlet that it holds for; empty: every one' CODEC(ZSTD(1)),
  `code` LowCardinality(String) COMMENT 'The sensitivity code, or class of them, that a consent is about; empty: consent as a whole' CODEC(ZSTD(1)),
  `tag` FixedString(8) COMMENT 'Keyed pseudonym of the tag; zeros without one' CODEC(ZSTD(1)),
  `consent_version` LowCardinality(String) COMMENT 'Version of the consent; empty without' CODEC(ZSTD(1)),
  `by_guardian` Bool COMMENT 'A guardian chose' CODEC(ZSTD(1)),
  `via` LowCardinality(String) COMMENT 'How it came: router, sdk, import' CODEC(ZSTD(1)),
  `stored_at` DateTime64(3, 'UTC') MATERIALIZED now64(3, 'UTC') COMMENT 'When it arrived, by the database''s clock' CODEC(Delta, ZSTD(1)),
  INDEX by_arrival stored_at TYPE minmax GRANULARITY 1,
  PROJECTION by_sequence (SELECT writer, epoch, seq ORDER BY writer, epoch, seq)
)
ENGINE = {engine:MergeTree}
PARTITION BY toYYYYMM(ts)
ORDER BY (subject, ts, writer, epoch, seq)
SETTINGS
  index_granularity = 2048,
  non_replicated_deduplication_window = 10000,
  replicated_deduplication_window = 10000,
  replicated_deduplication_window_seconds = 604800
COMMENT 'What users chose, as Probity took note of it; append only'
