/**
 * The finding record, version 1: one row for each hit of a rule that looks at stored records. Suspected and to be
 * reviewed (疑似 / 待复核), never a verdict. It holds all that is needed to reproduce it.
 */
export const findingColumns = {
  ts: { type: "DateTime64(3, 'UTC')", since: 1, doc: "When the rule ran, by the server's clock" },
  seq: { type: "UInt64", since: 1, doc: "Gap-free number of the record within its writer and epoch, from 1" },
  writer: { type: "UUID", since: 1, doc: "The process instance that wrote the record" },
  epoch: { type: "UInt32", since: 1, doc: "Which life of that writer" },
  service: { type: "LowCardinality(String)", since: 1, doc: "The service, as configured" },
  run: { type: "UUID", since: 1, doc: "The run of the batch rules that it is of" },
  rule: { type: "LowCardinality(String)", since: 1, doc: "Rule id" },
  rule_version: { type: "UInt16", since: 1, doc: "Rule version" },
  rules: { type: "LowCardinality(String)", since: 1, doc: "Rule pack and version" },
  severity: {
    type: { enum8: { info: 1, medium: 2, high: 3, critical: 4 } },
    since: 1,
    doc: "How grave",
  },
  action: {
    type: { enum8: { record: 1, warn: 2, strip_feature: 3, strip_item: 4, fallback: 5, block: 6 } },
    since: 1,
    doc: "What the rule asks for",
  },
  from: { type: "DateTime64(3, 'UTC')", since: 1, doc: "Beginning of the window that was looked at" },
  to: { type: "DateTime64(3, 'UTC')", since: 1, doc: "Its end, exclusive" },
  algorithm: { type: "LowCardinality(String)", since: 1, doc: "The algorithm that it is about; empty: none" },
  outlet: { type: "LowCardinality(String)", since: 1, doc: "The outlet that it is about; empty: none" },
  about: {
    type: "String",
    since: 1,
    doc: "What else it is about, in codes: a list, a group, an intervention",
  },
  measures: {
    type: { array: { tuple: { name: "LowCardinality(String)", value: "Float64" } } },
    since: 1,
    doc: "The figures that it rests on, by name",
  },
  explanation_zh: {
    type: "String",
    since: 1,
    doc: "One sentence for a reader who knows the law, in Chinese",
  },
  explanation_en: { type: "String", since: 1, doc: "The same in English" },
  query: { type: "String", since: 1, doc: "The SQL that was run, with its parameters by name" },
  parameters: { type: "String", since: 1, doc: "Values of the parameters, as JSON" },
} as const;
