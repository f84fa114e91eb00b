-- The decisions: one row each, in the order of time. Takes no time.
--
-- A decision id starts with its time, so that looking one up reads one granule; time windows and pages follow the
-- same order. Granules are small, because an answer is more often one path than a sum. The indexes serve: SQL by id
-- alone, decisions inside a decision, the decisions of a user, and features (catalog numbers, or hashed names where
-- the catalog does not know them; the queries of this package use the very same expression).
-- The deduplication windows make a batch that is sent twice count once.
CREATE TABLE IF NOT EXISTS {database}.decisions {on_cluster}
(
  `id` UUID COMMENT 'Decision id, UUIDv7 (RFC 9562): its first 48 bits are the time in milliseconds' CODEC(ZSTD(1)),
  `ts` DateTime64(3, 'UTC') COMMENT 'When the decision was opened, by the server''s clock' CODEC(Delta, ZSTD(1)),
  `seq` UInt64 COMMENT 'Gap-free number of the record within its writer and epoch, from 1' CODEC(Delta, ZSTD(1)),
  `took_us` UInt32 COMMENT 'Microseconds from opening to closing' CODEC(ZSTD(1)),
  `writer` UUID COMMENT 'The process instance that wrote the record' CODEC(ZSTD(1)),
  `epoch` UInt32 COMMENT 'Which life of that writer; the sequence starts again with each' CODEC(ZSTD(1)),
  `service` LowCardinality(String) COMMENT 'The service, as configured' CODEC(ZSTD(1)),
  `catalog` FixedString(32) COMMENT 'SHA-256 of the data catalog that the feature numbers refer to' CODEC(ZSTD(1)),
  `trace_id` FixedString(16) COMMENT 'W3C trace id of the request; zeros without one' CODEC(ZSTD(1)),
  `span_id` FixedString(8) COMMENT 'W3C span id of the request; zeros without one' CODEC(ZSTD(1)),
  `parent` UUID COMMENT 'The enclosing decision of the same request; the nil UUID without one' CODEC(ZSTD(1)),
  `route` LowCardinality(String) COMMENT 'Route pattern, never the path: paths hold user ids' CODEC(ZSTD(1)),
  `algorithm` LowCardinality(String) COMMENT 'Algorithm id' CODEC(ZSTD(1)),
  `version` LowCardinality(String) COMMENT 'Algorithm version that served' CODEC(ZSTD(1)),
  `algorithm_type` Enum8('unknown' = 0, 'generation' = 1, 'personalised_push' = 2, 'ranking' = 3, 'retrieval' = 4, 'dispatch' = 5) COMMENT 'Legal type of REG9 art. 2: generation-synthesis, personalised push, ranking-selection, retrieval-filtering, dispatch-decision' CODEC(ZSTD(1)),
  `filing` LowCardinality(String) COMMENT 'Filing number (备案编号) as configured; empty without one' CODEC(ZSTD(1)),
  `service_class` Enum8('general' = 0, 'game' = 1, 'live' = 2, 'video' = 3, 'social' = 4, 'education' = 5) COMMENT 'Class of service, which decides curfew and time limits for minors' CODEC(ZSTD(1)),
  `rules` LowCardinality(String) COMMENT 'Rule pack and version that judged the decision' CODEC(ZSTD(1)),
  `purpose` Enum8('content' = 1, 'marketing' = 2, 'pricing' = 3, 'search' = 4, 'dispatch' = 5, 'safety' = 6) COMMENT 'What the decision was for' CODEC(ZSTD(1)),
  `outlet` LowCardinality(String) COMMENT 'Outlet id, as configured' CODEC(ZSTD(1)),
  `product` LowCardinality(String) COMMENT 'Product of the outlet' CODEC(ZSTD(1)),
  `form` Enum8('app' = 1, 'website' = 2, 'miniprogram' = 3, 'desktop' = 4, 'official_account' = 5, 'plugin' = 6, 'api' = 7, 'other' = 8) COMMENT 'Form of the product, as in the filing form' CODEC(ZSTD(1)),
  `access_path` Array(LowCardinality(String)) COMMENT 'Steps by which a user gets to the function' CODEC(ZSTD(1)),
  `function` LowCardinality(String) COMMENT 'Function of the product' CODEC(ZSTD(1)),
  `surface` Enum8('other' = 0, 'home_first' = 1, 'popup' = 2, 'hot' = 3, 'featured' = 4, 'list' = 5, 'push' = 6, 'search' = 7, 'feed' = 8, 'related' = 9, 'checkout' = 10, 'dispatch' = 11) COMMENT 'Place on the page' CODEC(ZSTD(1)),
  `subject` FixedString(32) COMMENT 'HMAC-SHA256 of the user''s id; zeros when nobody is signed in' CODEC(ZSTD(1)),
  `key_id` LowCardinality(String) COMMENT 'Which pseudonym key made the subject and the item ids' CODEC(ZSTD(1)),
  `age_band` Enum8('unknown' = 0, 'u14' = 1, '14-15' = 2, '16-17' = 3, 'adult' = 4) COMMENT 'Age band of the subject' CODEC(ZSTD(1)),
  `age_source` Enum8('none' = 0, 'self_declared' = 1, 'verified' = 2, 'guardian' = 3, 'inferred' = 4) COMMENT 'How the age is known' CODEC(ZSTD(1)),
  `minor_mode` Bool COMMENT 'The minors'' mode signal (未成年人模式) of device or app was on' CODEC(ZSTD(1)),
  `elder_mode` Bool COMMENT 'Elder mode was on' CODEC(ZSTD(1)),
  `guardian_consent` Bool COMMENT 'A guardian''s consent is on file' CODEC(ZSTD(1)),
  `guardian_exempt` Bool COMMENT 'A guardian exempted the subject from the curfew' CODEC(ZSTD(1)),
  `minor_rules` LowCardinality(String) COMMENT 'Version of the special processing rules for under-14s; empty without' CODEC(ZSTD(1)),
  `consent_version` LowCardinality(String) COMMENT 'Version of the consent in force; empty without' CODEC(ZSTD(1)),
  `separate_consents` Array(LowCardinality(String)) COMMENT 'Sensitivity codes that the subject separately consented to' CODEC(ZSTD(1)),
  `consent_withdrawn_at` Nullable(DateTime64(3, 'UTC')) COMMENT 'When consent was withdrawn' CODEC(ZSTD(1)),
  `personalisation_off` Bool COMMENT 'The subject had switched personalisation off' CODEC(ZSTD(1)),
  `personalisation_off_at` Nullable(DateTime64(3, 'UTC')) COMMENT 'Since when' CODEC(ZSTD(1)),
  `deleted_tags` UInt16 COMMENT 'How many interest tags the subject deleted or blocked' CODEC(ZSTD(1)),
  `features_read` Array(UInt16) COMMENT 'Catalog numbers of the features that a tracked read saw' CODEC(ZSTD(1)),
  `features_declared` Array(UInt16) COMMENT 'Catalog numbers of the features that the service declared as used' CODEC(ZSTD(1)),
  `features_span` Array(UInt16) COMMENT 'Catalog numbers of the features that a span yielded' CODEC(ZSTD(1)),
  `unregistered` Array(Tuple(source LowCardinality(String), name LowCardinality(String), how Enum8('declared' = 1, 'read' = 2, 'span' = 3))) COMMENT 'Features used that the catalog doesn''t know; a name that may be data is given as *' CODEC(ZSTD(1)),
  `personalised` Bool COMMENT 'A personal feature was used for more than protection' CODEC(ZSTD(1)),
  `tags_used` UInt16 COMMENT 'How many interest tags were read; the tags themselves stay in memory' CODEC(ZSTD(1)),
  `calls` Array(Tuple(source LowCardinality(String), how Enum8('declared' = 1, 'read' = 2, 'span' = 3), at_us UInt32, took_us UInt32, count UInt32)) COMMENT 'Data calls in order: source, how observed, first at (µs after opening), time in all, how many alike' CODEC(ZSTD(1)),
  `items` Array(Tuple(id FixedString(8), score Float32, flags UInt16)) COMMENT 'Delivered items, best first: keyed pseudonym, score (NaN: none given), flag bits' CODEC(ZSTD(1)),
  `interventions` Array(Tuple(id String, kind Enum8('unknown' = 0, 'pin' = 1, 'boost' = 2, 'demote' = 3, 'insert' = 4, 'remove' = 5, 'block' = 6, 'override' = 7), item FixedString(8), from_rank UInt16, to_rank UInt16, operator LowCardinality(String), approver LowCardinality(String), reason LowCardinality(String), ticket LowCardinality(String), valid_from Nullable(DateTime64(3, 'UTC')), valid_to Nullable(DateTime64(3, 'UTC')))) COMMENT 'Manual interventions that touched the result; ranks count from 1, 0 is not in the list' CODEC(ZSTD(1)),
  `findings` Array(Tuple(rule LowCardinality(String), rule_version UInt16, severity Enum8('info' = 1, 'medium' = 2, 'high' = 3, 'critical' = 4), action Enum8('record' = 1, 'warn' = 2, 'strip_feature' = 3, 'strip_item' = 4, 'fallback' = 5, 'block' = 6), mode Enum8('observe' = 1, 'shadow' = 2, 'enforce' = 3), features Array(UInt16), detail LowCardinality(String))) COMMENT 'Rule hits, each suspected and to be reviewed (疑似 / 待复核): rule, the action it would take, features, codes' CODEC(ZSTD(1)),
  `outcome` Enum8('delivered' = 1, 'aborted' = 2, 'failed' = 3, 'unmodified' = 4) COMMENT 'How it ended: delivered, cut off by the client, failed, answered 304' CODEC(ZSTD(1)),
  `status` UInt16 COMMENT 'HTTP status; 0 outside HTTP' CODEC(ZSTD(1)),
  `input_faults` Array(LowCardinality(String)) COMMENT 'What the service handed in that could not be taken as it was, by name' CODEC(ZSTD(1)),
  INDEX by_id id TYPE bloom_filter(0.001) GRANULARITY 1,
  INDEX by_parent parent TYPE bloom_filter(0.001) GRANULARITY 1,
  INDEX by_subject subject TYPE bloom_filter(0.01) GRANULARITY 1,
  INDEX by_feature arrayConcat(arrayMap(n -> toUInt64(n), features_read), arrayMap(n -> toUInt64(n), features_declared), arrayMap(n -> toUInt64(n), features_span), arrayMap((s, n) -> sipHash64(s, n), unregistered.source, unregistered.name)) TYPE bloom_filter(0.01) GRANULARITY 1
)
ENGINE = {engine:MergeTree}
PARTITION BY toYYYYMM(ts)
ORDER BY (ts, id)
SETTINGS
  index_granularity = 2048,
  non_replicated_deduplication_window = 10000,
  replicated_deduplication_window = 10000,
  replicated_deduplication_window_seconds = 604800
COMMENT 'Algorithmic decisions, as Probity recorded them; append only'
