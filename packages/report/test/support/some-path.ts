import type { RemoteCallRow } from "@probity/core";

import { plainDecision } from "../../../../test/support/decision-row.ts";
import type {
  ReportedChild,
  ReportedFeature,
  ReportedPath,
  ReportedRemoteCall,
  ReportedSource,
  ReportedSpan,
} from "../../src/index.ts";

export const ID = "019aa607-7a2b-7c1e-9f1a-0c9d1f6e7a42";
export const CHILD = "019aa607-7a2f-7000-8000-000000000002";
const REMOTE = "019aa607-7a2d-7000-8000-000000000009";
const TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";

/** A registered feature that a tracked read saw. */
export function feature(name: string, changes: Partial<ReportedFeature> = {}): ReportedFeature {
  return {
    ...{ name, how: ["read"], isRegistered: true, codes: [], isPersonal: true, purposes: ["content"] },
    ...changes,
  };
}

/** A source, with what the test is about. */
export function source(name: string, changes: Partial<ReportedSource> = {}): ReportedSource {
  return { source: name, system: "", dataset: "", spans: [], features: [], ...changes };
}

export const SPAN: ReportedSpan = { system: "postgresql", host: "db.internal", database: "shop", count: 2 };

/** What another service did, with what the test is about. */
export function remoteCall(
  call: Partial<RemoteCallRow> = {},
  changes: Partial<ReportedRemoteCall> = {},
): ReportedRemoteCall {
  return {
    call: {
      ...{ id: REMOTE, ts: Date.parse("2026-11-21T11:31:04.125Z"), seq: 1, took_us: 1500 },
      ...{ writer: "019aa600-0000-7000-8000-000000000002", epoch: 1, service: "book-features" },
      ...{ catalog: "d".repeat(64), decision: ID, outlet: "home", hop: 1, trace_id: TRACE },
      ...{ span_id: "00f067aa0ba902b7", protocol: "http", route: "/features/:reader" },
      ...{ features_read: [], features_declared: [], features_span: [], unregistered: [], calls: [] },
      ...{ spans: [], outcome: "delivered", status: 200, input_faults: [] },
      ...call,
    },
    sources: [],
    unmapped: [],
    claim: { isBorneOut: true, shiftMs: 0 },
    ...changes,
  };
}

/** A decision of which nothing is remarkable, with what the test is about. */
export function pathOf(
  decision: Parameters<typeof plainDecision>[0] = {},
  changes: Partial<ReportedPath> = {},
): ReportedPath {
  return {
    decision: plainDecision({ id: ID, ...decision }),
    ...{ sources: [], unmapped: [], findings: [], remoteCalls: [], children: [] },
    ...changes,
  };
}

/** A decision inside another, with what the test is about. */
export function childPath(...given: Parameters<typeof pathOf>): ReportedChild {
  return {
    ...pathOf({ id: CHILD, parent: ID, parent_via: "process", ...given[0] }, given[1]),
    claim: undefined,
  };
}

export const PIN: ReportedPath["decision"]["interventions"][number] = {
  ...{ id: "iv-7", kind: "pin", item: "a".repeat(16), from_rank: 7, to_rank: 1, operator: "zhang.san" },
  ...{ approver: "li.si", reason: "活动置顶", ticket: "OPS-12", valid_from: null, valid_to: null },
};

/** A decision with everything in it that documents tell of. */
export const richPath: ReportedPath = pathOf(
  {
    trace_id: TRACE,
    filing: "网信算备110108105858001230019号",
    personalised: true,
    items: [
      { id: "a".repeat(16), score: 0.5, flags: 0 },
      { id: "b".repeat(16), score: 0.25, flags: 0 },
    ],
    interventions: [PIN],
    parent: "019aa607-7a00-7000-8000-00000000000f",
    parent_via: "baggage",
  },
  {
    sources: [
      source("profile", {
        ...{ system: "postgresql", dataset: "public.readers", spans: [SPAN] },
        features: [
          feature("profile.age", { purposes: ["safety"] }),
          feature("profile.interests[]", { codes: ["LEG.BROWSE"], how: ["declared", "read"] }),
          feature("profile.mood", { isRegistered: false, isPersonal: undefined, purposes: [] }),
        ],
      }),
      source("flags"),
    ],
    unmapped: [{ system: "redis", host: "cache", database: "", count: 3 }],
    findings: [
      {
        ...{ rule: "M02", rule_version: 1, severity: "critical", action: "fallback", mode: "observe" },
        ...{ features: ["profile.interests[]"], detail: "missing=rules" },
      },
    ],
    remoteCalls: [
      remoteCall(
        {},
        { sources: [source("books", { system: "redis", features: [feature("books.rating")] })] },
      ),
      remoteCall(
        { id: "019aa607-7a2d-7000-8000-00000000000a", service: "stranger", trace_id: "0".repeat(32) },
        {
          sources: [source("secrets", { features: [feature("secrets.all")] })],
          claim: { isBorneOut: false, shiftMs: 39 },
        },
      ),
    ],
    children: [childPath({ algorithm: "hot", version: "2" })],
  },
);
