-- Which migrations were applied, and to which text. Takes no time.
CREATE TABLE IF NOT EXISTS {database}.schema_migrations {on_cluster}
(
  `number` UInt16 COMMENT 'Number of the migration, from 1 without gaps',
  `name` String COMMENT 'Name of its file',
  `checksum` String COMMENT 'SHA-256 of the file, as hexadecimal digits',
  `applied_at` DateTime64(3, 'UTC') DEFAULT now64(3, 'UTC') COMMENT 'When it was applied'
)
ENGINE = {engine:MergeTree}
ORDER BY number
SETTINGS non_replicated_deduplication_window = 1000
COMMENT 'Applied migrations of Probity; append only'
