/**
 * The choice record, version 1: one row for each choice of a user about personalisation, tags or consent. Append only;
 * what holds now is the last choice of each kind and scope. Tags are a user's data: only their keyed pseudonyms are kept.
 */
export const choiceColumns = {
  ts: {
    type: "DateTime64(3, 'UTC')",
    since: 1,
    doc: "When the choice was taken note of, by the server's clock",
  },
  seq: { type: "UInt64", since: 1, doc: "Gap-free number of the record within its writer and epoch, from 1" },
  writer: { type: "UUID", since: 1, doc: "The process instance that wrote the record" },
  epoch: { type: "UInt32", since: 1, doc: "Which life of that writer" },
  service: { type: "LowCardinality(String)", since: 1, doc: "The service, as configured" },
  subject: { type: { hex: 32 }, since: 1, doc: "HMAC-SHA256 of the user's id, as in decisions" },
  key_id: {
    type: "LowCardinality(String)",
    since: 1,
    doc: "Which pseudonym key made the subject's and the tag's",
  },
  kind: {
    type: {
      enum8: {
        personalisation_off: 1,
        personalisation_on: 2,
        tag_deleted: 3,
        tag_blocked: 4,
        tag_restored: 5,
        consent_given: 6,
        consent_withdrawn: 7,
      },
    },
    since: 1,
    doc: "What was chosen",
  },
  chosen_at: { type: "DateTime64(3, 'UTC')", since: 1, doc: "When the user chose, as the service says" },
  outlet: { type: "LowCardinality(String)", since: 1, doc: "The outlet that it holds for; empty: every one" },
  code: {
    type: "LowCardinality(String)",
    since: 1,
    doc: "The sensitivity code, or class of them, that a consent is about; empty: consent as a whole",
  },
  tag: { type: { hex: 8 }, since: 1, doc: "Keyed pseudonym of the tag; zeros without one" },
  consent_version: { type: "LowCardinality(String)", since: 1, doc: "Version of the consent; empty without" },
  by_guardian: { type: "Bool", since: 1, doc: "A guardian chose" },
  via: { type: "LowCardinality(String)", since: 1, doc: "How it came: router, sdk, import" },
} as const;
