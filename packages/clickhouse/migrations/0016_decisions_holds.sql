-- Record version 3 of the decisions: what enforced rules made of them and held back, and what services say beside the
-- data. Takes no time: stored rows keep their bytes, and read as decisions of which nothing was held and nothing said.
ALTER TABLE {database}.decisions {on_cluster}
  ADD COLUMN IF NOT EXISTS `mode` Enum8('as_requested' = 0, 'non_personalised' = 1, 'blocked' = 2) COMMENT 'What enforced rules made of it: as requested, the non-personalised path, or no answer but the refusal' CODEC(ZSTD(1)),
  ADD COLUMN IF NOT EXISTS `holds` Array(Tuple(rule LowCardinality(String), rule_version UInt16, action Enum8('record' = 1, 'warn' = 2, 'strip_feature' = 3, 'strip_item' = 4, 'fallback' = 5, 'block' = 6), mode Enum8('observe' = 1, 'shadow' = 2, 'enforce' = 3), features Array(UInt16), unregistered UInt16, tags UInt16, items UInt16)) COMMENT 'What enforced rules held back, and rules in shadow would have: rule, action, features whose reads gave nothing, how many places outside the catalog, tags and items' CODEC(ZSTD(1)),
  ADD COLUMN IF NOT EXISTS `items_held` Array(Tuple(id FixedString(8), flags UInt16)) COMMENT 'Items that enforced rules kept from being delivered' CODEC(ZSTD(1)),
  ADD COLUMN IF NOT EXISTS `use_today_s` Nullable(UInt32) COMMENT 'Seconds that the subject used the service today (Asia/Shanghai); null where not counted' CODEC(ZSTD(1)),
  ADD COLUMN IF NOT EXISTS `use_continuous_s` Nullable(UInt32) COMMENT 'Seconds without a break; null where not counted' CODEC(ZSTD(1)),
  ADD COLUMN IF NOT EXISTS `pool` Enum8('unknown' = 0, 'general' = 1, 'minors' = 2) COMMENT 'The pool of content or variant of the model that served: the general one, or that for minors' CODEC(ZSTD(1)),
  ADD COLUMN IF NOT EXISTS `significant` Bool COMMENT 'It significantly affects the subject''s rights and interests' CODEC(ZSTD(1)),
  ADD COLUMN IF NOT EXISTS `explanation` String COMMENT 'Where its explanation is kept; empty without' CODEC(ZSTD(1)),
  ADD COLUMN IF NOT EXISTS `review_route` LowCardinality(String) COMMENT 'How the subject gets a person to review it; empty without' CODEC(ZSTD(1)),
  ADD COLUMN IF NOT EXISTS `refusal` Enum8('unknown' = 0, 'offered' = 1, 'missing' = 2) COMMENT 'Whether marketing came with an easy way to refuse it' CODEC(ZSTD(1)),
  ADD COLUMN IF NOT EXISTS `notice` LowCardinality(String) COMMENT 'Version of the public notice that was shown; empty where not known' CODEC(ZSTD(1)),
  ADD COLUMN IF NOT EXISTS `cohorts` Array(LowCardinality(String)) COMMENT 'Groups that the subject is compared in, as configured' CODEC(ZSTD(1)),
  ADD COLUMN IF NOT EXISTS `prices` Array(Tuple(item FixedString(8), price Float64, base Float64, conditions FixedString(8))) COMMENT 'Prices that were shown: keyed pseudonym of the item, price, price without personal terms (NaN: not said), digest of the conditions' CODEC(ZSTD(1))
