import type { Claim, PathSource, RemoteCallPath, SpanCall, WholePath } from "@probity/clickhouse";
import type { RemoteCallRow } from "@probity/core";

import { childPath, feature, ID, pathOf } from "./records.ts";

const TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
const RANKER = "019aa607-7a30-7000-8000-000000000004";

/** A client span, with what the test is about. */
export function spanCall(changes: Partial<SpanCall> = {}): SpanCall {
  return {
    system: "postgresql",
    host: "db.internal",
    database: "shop",
    operation: "SELECT",
    target: "readers",
    statement: "0123456789abcdef",
    fields: ["age"],
    at_us: 800,
    took_us: 900,
    count: 1,
    failed: 0,
    ...changes,
  };
}

const borneOut: Claim = { isBorneOut: true, startMs: 2, shiftMs: 0, shiftsMs: [-3, 12] };

/** What another service did, with what the test is about. */
export function remotePath(
  call: Partial<RemoteCallRow> = {},
  changes: Partial<RemoteCallPath> = {},
): RemoteCallPath {
  return {
    call: {
      id: "019aa607-7a2d-7000-8000-000000000009",
      ts: Date.parse("2026-11-21T11:31:04.125Z"),
      seq: 1,
      took_us: 1500,
      writer: "019aa600-0000-7000-8000-000000000002",
      epoch: 1,
      service: "book-features",
      catalog: "d".repeat(64),
      decision: ID,
      outlet: "home",
      hop: 1,
      trace_id: TRACE,
      span_id: "00f067aa0ba902b7",
      protocol: "http",
      route: "/features/:reader",
      features_read: [],
      features_declared: [],
      features_span: [],
      unregistered: [],
      calls: [],
      spans: [],
      outcome: "delivered",
      status: 200,
      input_faults: [],
      ...call,
    },
    sources: [],
    unmapped: [],
    isCatalogKnown: true,
    claim: borneOut,
    ...changes,
  };
}

const profile: PathSource = {
  source: "profile",
  system: "postgresql",
  dataset: "readers",
  calls: [{ how: "span", at_us: 800, took_us: 900, count: 3 }],
  spans: [spanCall({ count: 2, failed: 1 }), spanCall({ operation: "WITH", target: "readers" })],
  features: [feature("profile.interests[]", { codes: ["LEG.BROWSE"], how: ["span"] })],
};

/** A decision of a gateway, which asks a ranker, which asks a feature service; and somebody who only says so. */
export const pathAcrossServices: WholePath = pathOf(
  { trace_id: TRACE, took_us: 18_000, service: "book-gateway", parent_via: "none" },
  {
    unmapped: [
      spanCall({ system: "redis", host: "cache", database: "", operation: "GET", target: "flags:*" }),
      spanCall({ system: "*", host: "", database: "", operation: "*", target: "*", count: 5 }),
    ],
    remoteCalls: [
      remotePath({}, { sources: [profile] }),
      remotePath(
        { service: "audit", protocol: "kafka", route: "decided", outcome: "failed", status: 0, hop: 2 },
        {
          claim: { isBorneOut: false, startMs: -40, shiftMs: 39, shiftsMs: [39, null] },
          unmapped: [spanCall({ system: "mongodb", operation: "find", target: "audit", took_us: 0 })],
        },
      ),
    ],
    children: [
      childPath(
        {
          id: RANKER,
          algorithm: "rank",
          version: "3",
          service: "book-ranker",
          took_us: 9000,
          parent: ID,
          parent_via: "baggage",
          trace_id: TRACE,
        },
        {
          claim: { isBorneOut: true, startMs: 30, shiftMs: -22, shiftsMs: [-31, -22] },
          sources: [{ ...profile, spans: [], features: [feature("profile.age", { how: ["span"] })] }],
          remoteCalls: [
            remotePath(
              { protocol: "grpc", route: "shop.Features/Get", status: 0 },
              { claim: { isBorneOut: true, startMs: 1, shiftMs: null, shiftsMs: null } },
            ),
          ],
        },
      ),
    ],
  },
);
