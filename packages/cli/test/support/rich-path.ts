import type { WholePath } from "@probity/clickhouse";

import { childPath, feature, pathOf } from "./records.ts";

const CHILD = "019aa607-7a2f-7000-8000-000000000002";
const GRANDCHILD = "019aa607-7a2f-7000-8000-000000000003";

/** A minor's decision with everything in it that a path can show. */
export const richPath: WholePath = pathOf(
  {
    trace_id: "4bf92f3577b34da6a3ce929d0e0e4736",
    filing: "网信算备110108105858001230019号",
    subject: "3f9a1c04de77".padEnd(64, "5"),
    age_band: "u14",
    minor_mode: true,
    guardian_consent: true,
    minor_rules: "2026-03",
    consent_version: "7",
    separate_consents: ["SPI.MED.COND"],
    consent_withdrawn_at: Date.parse("2026-11-20T01:00:00Z"),
    personalisation_off: true,
    personalisation_off_at: Date.parse("2026-11-19T01:02:03.004Z"),
    deleted_tags: 2,
    personalised: true,
    tags_used: 4,
    items: Array.from({ length: 12 }, (_, rank) => ({
      id: String(rank).padStart(16, "a"),
      score: rank === 1 ? Number.NaN : Math.fround(0.9 - rank / 20),
      flags: rank === 2 ? 3 : 0,
    })),
    interventions: [
      {
        id: "iv-7",
        kind: "pin",
        item: "0".padStart(16, "a"),
        from_rank: 7,
        to_rank: 1,
        operator: "zhang.san",
        approver: "",
        reason: "活动置顶",
        ticket: "OPS-12",
        valid_from: Date.parse("2026-11-20T00:00:00Z"),
        valid_to: null,
      },
    ],
    input_faults: ["subject.choices.offAt"],
  },
  {
    sources: [
      {
        source: "profile",
        system: "postgresql",
        dataset: "readers",
        calls: [{ how: "read", at_us: 310, took_us: 1200, count: 1 }],
        spans: [],
        features: [
          feature("profile.age"),
          feature("profile.interests[]", {
            codes: ["LEG.BROWSE"],
            how: ["declared", "read"],
            isInferred: true,
          }),
          feature("profile.nickname", { isRegistered: false, isPersonal: undefined, isInferred: undefined }),
        ],
      },
      {
        source: "books",
        system: "",
        dataset: "",
        calls: [],
        spans: [],
        features: [feature("books.rating", { how: ["declared"], isPersonal: false })],
      },
    ],
    findings: [
      {
        rule: "M02",
        rule_version: 1,
        severity: "critical",
        action: "fallback",
        mode: "observe",
        features: ["profile.age", "profile.interests[]"],
        detail: "missing=rules",
      },
      {
        rule: "Z99",
        rule_version: 3,
        severity: "medium",
        action: "record",
        mode: "shadow",
        features: [],
        detail: "",
      },
    ],
    children: [
      childPath(
        { id: CHILD, algorithm: "hot", version: "2", items: [] },
        { children: [childPath({ id: GRANDCHILD, algorithm: "search", version: "1", outcome: "failed" })] },
      ),
    ],
  },
);
