-- The data catalogs: one row for each feature of each version. Takes no time.
CREATE TABLE IF NOT EXISTS {database}.catalog_features {on_cluster}
(
  `catalog` FixedString(32) COMMENT 'SHA-256 of the catalog''s canonical text' CODEC(ZSTD(1)),
  `number` UInt16 COMMENT 'The feature''s number within this catalog; decisions refer to it' CODEC(ZSTD(1)),
  `service` LowCardinality(String) COMMENT 'The service that declared the catalog' CODEC(ZSTD(1)),
  `feature` String COMMENT 'Name of the feature' CODEC(ZSTD(1)),
  `source` LowCardinality(String) COMMENT 'Data source that it is read from' CODEC(ZSTD(1)),
  `path` String COMMENT 'Where it stands in an object of that source' CODEC(ZSTD(1)),
  `system` LowCardinality(String) COMMENT 'System behind the source' CODEC(ZSTD(1)),
  `dataset` LowCardinality(String) COMMENT 'Table, collection or topic in that system' CODEC(ZSTD(1)),
  `codes` Array(LowCardinality(String)) COMMENT 'Sensitivity codes' CODEC(ZSTD(1)),
  `personal` Bool COMMENT 'It is personal information' CODEC(ZSTD(1)),
  `inferred` Bool COMMENT 'It is inferred, not collected' CODEC(ZSTD(1)),
  `purposes` Array(LowCardinality(String)) COMMENT 'What it is registered for' CODEC(ZSTD(1)),
  `tags` Bool COMMENT 'Its values are interest tags' CODEC(ZSTD(1)),
  `registered_at` DateTime64(3, 'UTC') COMMENT 'When a probe first told of this version' CODEC(ZSTD(1))
)
ENGINE = {engine:MergeTree}
ORDER BY (catalog, number, service)
SETTINGS
  non_replicated_deduplication_window = 10000,
  replicated_deduplication_window = 10000,
  replicated_deduplication_window_seconds = 604800
COMMENT 'Declared features of every catalog version, as Probity recorded them; append only'
