/**
 * The decision record, version 3: one row per decision. A literal, because everything else is derived from it:
 * DDL, encoder, decoder, TypeScript types, reference page. Columns are only ever added, at the end, with a
 * higher `since`; a stored row keeps the bytes it was hashed with.
 *
 * Fields follow the minimum decision record of the domain notes (§8.1). No raw feature value and no direct
 * identifier of a user has a column here.
 */
export const decisionColumns = {
  id: {
    type: "UUID",
    since: 1,
    doc: "Decision id, UUIDv7 (RFC 9562): its first 48 bits are the time in milliseconds",
  },
  ts: { type: "DateTime64(3, 'UTC')", since: 1, doc: "When the decision was opened, by the server's clock" },
  seq: { type: "UInt64", since: 1, doc: "Gap-free number of the record within its writer and epoch, from 1" },
  took_us: { type: "UInt32", since: 1, doc: "Microseconds from opening to closing" },

  writer: { type: "UUID", since: 1, doc: "The process instance that wrote the record" },
  epoch: { type: "UInt32", since: 1, doc: "Which life of that writer; the sequence starts again with each" },
  service: { type: "LowCardinality(String)", since: 1, doc: "The service, as configured" },
  catalog: {
    type: { hex: 32 },
    since: 1,
    doc: "SHA-256 of the data catalog that the feature numbers refer to",
  },

  trace_id: { type: { hex: 16 }, since: 1, doc: "W3C trace id of the request; zeros without one" },
  span_id: { type: { hex: 8 }, since: 1, doc: "W3C span id of the request; zeros without one" },
  parent: {
    type: "UUID",
    since: 1,
    doc: "The enclosing decision of the same request; the nil UUID without one",
  },
  route: {
    type: "LowCardinality(String)",
    since: 1,
    doc: "Route pattern, never the path: paths hold user ids",
  },

  algorithm: { type: "LowCardinality(String)", since: 1, doc: "Algorithm id" },
  version: { type: "LowCardinality(String)", since: 1, doc: "Algorithm version that served" },
  algorithm_type: {
    type: {
      enum8: { unknown: 0, generation: 1, personalised_push: 2, ranking: 3, retrieval: 4, dispatch: 5 },
    },
    since: 1,
    doc: "Legal type of REG9 art. 2: generation-synthesis, personalised push, ranking-selection, retrieval-filtering, dispatch-decision",
  },
  filing: {
    type: "LowCardinality(String)",
    since: 1,
    doc: "Filing number (备案编号) as configured; empty without one",
  },
  service_class: {
    type: { enum8: { general: 0, game: 1, live: 2, video: 3, social: 4, education: 5 } },
    since: 1,
    doc: "Class of service, which decides curfew and time limits for minors",
  },
  rules: { type: "LowCardinality(String)", since: 1, doc: "Rule pack and version that judged the decision" },

  purpose: {
    type: { enum8: { content: 1, marketing: 2, pricing: 3, search: 4, dispatch: 5, safety: 6 } },
    since: 1,
    doc: "What the decision was for",
  },
  outlet: { type: "LowCardinality(String)", since: 1, doc: "Outlet id, as configured" },
  product: { type: "LowCardinality(String)", since: 1, doc: "Product of the outlet" },
  form: {
    type: {
      enum8: {
        app: 1,
        website: 2,
        miniprogram: 3,
        desktop: 4,
        official_account: 5,
        plugin: 6,
        api: 7,
        other: 8,
      },
    },
    since: 1,
    doc: "Form of the product, as in the filing form",
  },
  access_path: {
    type: { array: "LowCardinality(String)" },
    since: 1,
    doc: "Steps by which a user gets to the function",
  },
  function: { type: "LowCardinality(String)", since: 1, doc: "Function of the product" },
  surface: {
    type: {
      enum8: {
        other: 0,
        home_first: 1,
        popup: 2,
        hot: 3,
        featured: 4,
        list: 5,
        push: 6,
        search: 7,
        feed: 8,
        related: 9,
        checkout: 10,
        dispatch: 11,
      },
    },
    since: 1,
    doc: "Place on the page",
  },

  subject: {
    type: { hex: 32 },
    since: 1,
    doc: "HMAC-SHA256 of the user's id; zeros when nobody is signed in",
  },
  key_id: {
    type: "LowCardinality(String)",
    since: 1,
    doc: "Which pseudonym key made the subject and the item ids",
  },
  age_band: {
    type: { enum8: { unknown: 0, u14: 1, "14-15": 2, "16-17": 3, adult: 4 } },
    since: 1,
    doc: "Age band of the subject",
  },
  age_source: {
    type: { enum8: { none: 0, self_declared: 1, verified: 2, guardian: 3, inferred: 4 } },
    since: 1,
    doc: "How the age is known",
  },
  minor_mode: {
    type: "Bool",
    since: 1,
    doc: "The minors' mode signal (未成年人模式) of device or app was on",
  },
  elder_mode: { type: "Bool", since: 1, doc: "Elder mode was on" },
  guardian_consent: { type: "Bool", since: 1, doc: "A guardian's consent is on file" },
  guardian_exempt: { type: "Bool", since: 1, doc: "A guardian exempted the subject from the curfew" },
  minor_rules: {
    type: "LowCardinality(String)",
    since: 1,
    doc: "Version of the special processing rules for under-14s; empty without",
  },
  consent_version: {
    type: "LowCardinality(String)",
    since: 1,
    doc: "Version of the consent in force; empty without",
  },
  separate_consents: {
    type: { array: "LowCardinality(String)" },
    since: 1,
    doc: "Sensitivity codes that the subject separately consented to",
  },
  consent_withdrawn_at: {
    type: { nullable: "DateTime64(3, 'UTC')" },
    since: 1,
    doc: "When consent was withdrawn",
  },
  personalisation_off: { type: "Bool", since: 1, doc: "The subject had switched personalisation off" },
  personalisation_off_at: { type: { nullable: "DateTime64(3, 'UTC')" }, since: 1, doc: "Since when" },
  deleted_tags: { type: "UInt16", since: 1, doc: "How many interest tags the subject deleted or blocked" },

  features_read: {
    type: { array: "UInt16" },
    since: 1,
    doc: "Catalog numbers of the features that a tracked read saw",
  },
  features_declared: {
    type: { array: "UInt16" },
    since: 1,
    doc: "Catalog numbers of the features that the service declared as used",
  },
  features_span: {
    type: { array: "UInt16" },
    since: 1,
    doc: "Catalog numbers of the features that a span yielded",
  },
  unregistered: {
    type: {
      array: {
        tuple: {
          source: "LowCardinality(String)",
          name: "LowCardinality(String)",
          how: { enum8: { declared: 1, read: 2, span: 3 } },
        },
      },
    },
    since: 1,
    doc: "Features used that the catalog doesn't know; a name that may be data is given as *",
  },
  personalised: { type: "Bool", since: 1, doc: "A personal feature was used for more than protection" },
  tags_used: {
    type: "UInt16",
    since: 1,
    doc: "How many interest tags were read; the tags themselves stay in memory",
  },
  calls: {
    type: {
      array: {
        tuple: {
          source: "LowCardinality(String)",
          how: { enum8: { declared: 1, read: 2, span: 3 } },
          at_us: "UInt32",
          took_us: "UInt32",
          count: "UInt32",
        },
      },
    },
    since: 1,
    doc: "Data calls in order: source, how observed, first at (µs after opening), time in all, how many alike",
  },
  items: {
    type: { array: { tuple: { id: { hex: 8 }, score: "Float32", flags: "UInt16" } } },
    since: 1,
    doc: "Delivered items, best first: keyed pseudonym, score (NaN: none given), flag bits",
  },
  interventions: {
    type: {
      array: {
        tuple: {
          id: "String",
          kind: {
            enum8: { unknown: 0, pin: 1, boost: 2, demote: 3, insert: 4, remove: 5, block: 6, override: 7 },
          },
          item: { hex: 8 },
          from_rank: "UInt16",
          to_rank: "UInt16",
          operator: "LowCardinality(String)",
          approver: "LowCardinality(String)",
          reason: "LowCardinality(String)",
          ticket: "LowCardinality(String)",
          valid_from: { nullable: "DateTime64(3, 'UTC')" },
          valid_to: { nullable: "DateTime64(3, 'UTC')" },
        },
      },
    },
    since: 1,
    doc: "Manual interventions that touched the result; ranks count from 1, 0 is not in the list",
  },
  findings: {
    type: {
      array: {
        tuple: {
          rule: "LowCardinality(String)",
          rule_version: "UInt16",
          severity: { enum8: { info: 1, medium: 2, high: 3, critical: 4 } },
          action: {
            enum8: { record: 1, warn: 2, strip_feature: 3, strip_item: 4, fallback: 5, block: 6 },
          },
          mode: { enum8: { observe: 1, shadow: 2, enforce: 3 } },
          features: { array: "UInt16" },
          detail: "LowCardinality(String)",
        },
      },
    },
    since: 1,
    doc: "Rule hits, each suspected and to be reviewed (疑似 / 待复核): rule, the action it would take, features, codes",
  },
  outcome: {
    type: { enum8: { delivered: 1, aborted: 2, failed: 3, unmodified: 4 } },
    since: 1,
    doc: "How it ended: delivered, cut off by the client, failed, answered 304",
  },
  status: { type: "UInt16", since: 1, doc: "HTTP status; 0 outside HTTP" },
  input_faults: {
    type: { array: "LowCardinality(String)" },
    since: 1,
    doc: "What the service handed in that could not be taken as it was, by name",
  },
  parent_via: {
    type: { enum8: { none: 0, process: 1, baggage: 2 } },
    since: 2,
    doc: "How the parent is known: opened inside it, or named by the caller's baggage, which is a claim",
  },
  spans: {
    type: {
      array: {
        tuple: {
          source: "LowCardinality(String)",
          system: "LowCardinality(String)",
          host: "LowCardinality(String)",
          database: "LowCardinality(String)",
          operation: "LowCardinality(String)",
          target: "LowCardinality(String)",
          statement: { hex: 8 },
          fields: { array: "LowCardinality(String)" },
          at_us: "UInt32",
          took_us: "UInt32",
          count: "UInt32",
          failed: "UInt32",
        },
      },
    },
    since: 2,
    doc: "Client spans: source (empty: unmapped), system, host, database, operation, table or key pattern or route, digest of the statement without its values, names of the fields, first at (µs after opening), time in all, how many alike, how many failed",
  },
  mode: {
    type: { enum8: { as_requested: 0, non_personalised: 1, blocked: 2 } },
    since: 3,
    doc: "What enforced rules made of it: as requested, the non-personalised path, or no answer but the refusal",
  },
  holds: {
    type: {
      array: {
        tuple: {
          rule: "LowCardinality(String)",
          rule_version: "UInt16",
          action: {
            enum8: { record: 1, warn: 2, strip_feature: 3, strip_item: 4, fallback: 5, block: 6 },
          },
          mode: { enum8: { observe: 1, shadow: 2, enforce: 3 } },
          features: { array: "UInt16" },
          unregistered: "UInt16",
          tags: "UInt16",
          items: "UInt16",
        },
      },
    },
    since: 3,
    doc: "What enforced rules held back, and rules in shadow would have: rule, action, features whose reads gave nothing, how many places outside the catalog, tags and items",
  },
  items_held: {
    type: { array: { tuple: { id: { hex: 8 }, flags: "UInt16" } } },
    since: 3,
    doc: "Items that enforced rules kept from being delivered",
  },
  use_today_s: {
    type: { nullable: "UInt32" },
    since: 3,
    doc: "Seconds that the subject used the service today (Asia/Shanghai); null where not counted",
  },
  use_continuous_s: {
    type: { nullable: "UInt32" },
    since: 3,
    doc: "Seconds without a break; null where not counted",
  },
  pool: {
    type: { enum8: { unknown: 0, general: 1, minors: 2 } },
    since: 3,
    doc: "The pool of content or variant of the model that served: the general one, or that for minors",
  },
  significant: { type: "Bool", since: 3, doc: "It significantly affects the subject's rights and interests" },
  explanation: { type: "String", since: 3, doc: "Where its explanation is kept; empty without" },
  review_route: {
    type: "LowCardinality(String)",
    since: 3,
    doc: "How the subject gets a person to review it; empty without",
  },
  refusal: {
    type: { enum8: { unknown: 0, offered: 1, missing: 2 } },
    since: 3,
    doc: "Whether marketing came with an easy way to refuse it",
  },
  notice: {
    type: "LowCardinality(String)",
    since: 3,
    doc: "Version of the public notice that was shown; empty where not known",
  },
  cohorts: {
    type: { array: "LowCardinality(String)" },
    since: 3,
    doc: "Groups that the subject is compared in, as configured",
  },
  prices: {
    type: {
      array: { tuple: { item: { hex: 8 }, price: "Float64", base: "Float64", conditions: { hex: 8 } } },
    },
    since: 3,
    doc: "Prices that were shown: keyed pseudonym of the item, price, price without personal terms (NaN: not said), digest of the conditions",
  },
} as const;
