import { describe, expect } from "vitest";

import {
  batchOf,
  catalog,
  DAY,
  decision,
  finding,
  gap,
  gapBatchOf,
  held,
  PIN,
  subject,
} from "./support/rows.ts";
import { test } from "./support/store.ts";

const rows = [
  decision(DAY, {
    features_read: [0, 1],
    features_declared: [0],
    personalised: true,
    mode: "non_personalised",
    holds: [held(0, 1), { ...held(), mode: "shadow", items: 0 }],
  }),
  decision(DAY + 1, {
    subject: subject(2),
    age_band: "u14",
    features_read: [0],
    findings: [finding(0), finding(0)],
  }),
  decision(DAY + 2, { subject: subject(2), age_band: "u14", minor_mode: true, interventions: [PIN, PIN] }),
  decision(DAY + 3, {
    subject: "0".repeat(64),
    key_id: "",
    age_band: "unknown",
    algorithm: "hot",
    algorithm_type: "ranking",
    outlet: "hot-list",
    outcome: "failed",
    input_faults: ["subject.age", "item.id"],
    unregistered: [{ source: "profile", name: "mood", how: "read" }],
  }),
  decision(DAY + 4, {
    input_faults: ["subject.age"],
    features_read: [7],
    interventions: [{ ...PIN, kind: "remove" }],
    holds: [held(0)],
  }),
];

describe("overview", () => {
  test("counts a window in every way that it promises", async ({ store }) => {
    await store.registerCatalog(catalog());
    await store.insertBatch(batchOf(rows));
    await store.insertBatch(
      gapBatchOf([
        gap(101, 120),
        gap(131, 140),
        gap(rows[0]!.seq, rows[0]!.seq, { cause: "quarantined" }),
        gap(7, 9, { of: "gaps" }),
      ]),
    );
    const feed = { algorithm: "feed", version: "1", algorithm_type: "personalised_push", outlet: "home" };
    const hot = { algorithm: "hot", version: "1", algorithm_type: "ranking", outlet: "hot-list" };
    const none = { decisions: 1, personalised: 0, minors: 0, flagged: 0, intervened: 0, failed: 0 };
    const strips = { rule: "M02", action: "strip_feature" };
    expect(await store.overview()).toEqual({
      decisions: 5,
      subjects: 2,
      first: DAY,
      last: DAY + 4,
      algorithms: [
        { ...feed, decisions: 4, personalised: 1, minors: 2, flagged: 1, intervened: 2, failed: 0 },
        { ...hot, ...none, failed: 1 },
      ],
      features: [
        { feature: "profile.age", source: "profile", codes: ["PI.BASIC"], personal: true, decisions: 2 },
        { feature: "#7", source: "", codes: [], personal: false, decisions: 1 },
        { feature: "profile.city", source: "profile", codes: ["PI.BASIC"], personal: true, decisions: 1 },
      ],
      unregistered: [{ source: "profile", name: "mood", decisions: 1 }],
      findings: [{ rule: "M01", severity: "high", mode: "observe", decisions: 1 }],
      age_bands: [
        { age_band: "u14", decisions: 2, minor_mode: 1 },
        { age_band: "adult", decisions: 2, minor_mode: 0 },
        { age_band: "unknown", decisions: 1, minor_mode: 0 },
      ],
      interventions: [
        { kind: "pin", times: 2, decisions: 1 },
        { kind: "remove", times: 1, decisions: 1 },
      ],
      input_faults: [
        { name: "subject.age", decisions: 2 },
        { name: "item.id", decisions: 1 },
      ],
      modes: [
        { mode: "as_requested", decisions: 4 },
        { mode: "non_personalised", decisions: 1 },
      ],
      holds: [
        { ...strips, mode: "enforce", decisions: 2, features: 3, unregistered: 2, tags: 4, items: 6 },
        { ...strips, mode: "shadow", decisions: 1, features: 0, unregistered: 1, tags: 2, items: 0 },
      ],
      lost: [
        { cause: "dropped", gaps: 2, decisions: 30, missing: 30 },
        { cause: "quarantined", gaps: 1, decisions: 1, missing: 0 },
      ],
    });
  });

  test("counts what lies in the window only", async ({ store }) => {
    await store.insertBatch(batchOf(rows));
    const at = (ts: number) => gap(101, 104, { ts: DAY + ts, seq: ts });
    await store.insertBatch(gapBatchOf([at(0), at(1), at(3)]));
    expect(await store.overview({ from: DAY + 1, to: DAY + 3 })).toMatchObject({
      decisions: 2,
      subjects: 1,
      first: DAY + 1,
      last: DAY + 2,
      input_faults: [],
      lost: [{ cause: "dropped", gaps: 1, decisions: 4, missing: 4 }],
    });
  });

  test("is all zeros where nothing is stored", async ({ store }) => {
    expect(await store.overview()).toEqual({
      decisions: 0,
      subjects: 0,
      first: null,
      last: null,
      algorithms: [],
      features: [],
      unregistered: [],
      findings: [],
      age_bands: [],
      interventions: [],
      input_faults: [],
      modes: [],
      holds: [],
      lost: [],
    });
  });
});
