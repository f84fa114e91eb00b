/** One feature of one version of the data catalog. Every version is kept; rows are never changed. */
export const catalogColumns = {
  catalog: { type: { hex: 32 }, since: 1, doc: "SHA-256 of the catalog's canonical text" },
  number: {
    type: "UInt16",
    since: 1,
    doc: "The feature's number within this catalog; decisions refer to it",
  },
  service: { type: "LowCardinality(String)", since: 1, doc: "The service that declared the catalog" },
  feature: { type: "String", since: 1, doc: "Name of the feature" },
  source: { type: "LowCardinality(String)", since: 1, doc: "Data source that it is read from" },
  path: { type: "String", since: 1, doc: "Where it stands in an object of that source" },
  system: { type: "LowCardinality(String)", since: 1, doc: "System behind the source" },
  dataset: { type: "LowCardinality(String)", since: 1, doc: "Table, collection or topic in that system" },
  codes: { type: { array: "LowCardinality(String)" }, since: 1, doc: "Sensitivity codes" },
  personal: { type: "Bool", since: 1, doc: "It is personal information" },
  inferred: { type: "Bool", since: 1, doc: "It is inferred, not collected" },
  purposes: { type: { array: "LowCardinality(String)" }, since: 1, doc: "What it is registered for" },
  tags: { type: "Bool", since: 1, doc: "Its values are interest tags" },
  registered_at: { type: "DateTime64(3, 'UTC')", since: 1, doc: "When a probe first told of this version" },
} as const;
