import type { DecisionRow } from "@probity/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isKeptLongest, keptLongest } from "../../src/worker/kept-longest.ts";
import { plainDecision } from "../../../../test/support/decision-row.ts";
import { chunk } from "../support/chunks.ts";
import { decisionChunk, decisionsIn, FLAGGED } from "../support/decision-chunks.ts";
import { feedbackChunk } from "../support/feedback-chunks.ts";

const finding = { rule: "M01" } as DecisionRow["findings"][number];
const hold = { rule: "S01" } as DecisionRow["holds"][number];
const intervention = { kind: "pin" } as DecisionRow["interventions"][number];

describe("isKeptLongest", () => {
  it.each<[string, Partial<DecisionRow>]>([
    ["with a finding", { findings: [finding] }],
    ["with an intervention", { interventions: [intervention] }],
    ["in which a rule held something back", { holds: [hold] }],
    ["that took the path without a profile", { mode: "non_personalised" }],
    ["that was blocked", { mode: "blocked" }],
    ["in minor mode", { minor_mode: true }],
    ["of somebody under 14", { age_band: "u14" }],
    ["of somebody of 14 or 15", { age_band: "14-15" }],
    ["of somebody of 16 or 17", { age_band: "16-17" }],
  ])("is true for a decision %s", (_, changes) => {
    expect(isKeptLongest(plainDecision(changes))).toBe(true);
  });

  it("is false for any other", () => {
    for (const age_band of ["unknown", "adult"] as const)
      expect(isKeptLongest(plainDecision({ age_band, minor_mode: false }))).toBe(false);
  });
});

describe("keptLongest", () => {
  it("gives those rows as chunks without holes, in order, over the bytes that are there", () => {
    const given = decisionChunk(11, [{}, FLAGGED, FLAGGED, {}, {}, FLAGGED]);
    const kept = keptLongest(given);
    expect(kept.map(({ firstSeq, lastSeq }) => [firstSeq, lastSeq])).toEqual([
      [12, 13],
      [16, 16],
    ]);
    expect(kept.flatMap(decisionsIn).map(({ seq }) => seq)).toEqual([12, 13, 16]);
    for (const { bytes } of kept) expect(bytes.buffer).toBe(given.bytes.buffer);
  });

  it("gives of feedback what is of a case, which somebody has to answer", () => {
    const given = feedbackChunk(5, [
      "dwell",
      "complaint",
      "appeal",
      "not_interested",
      "report",
      "reply",
      "close",
    ]);
    expect(keptLongest(given).map(({ firstSeq, lastSeq }) => [firstSeq, lastSeq])).toEqual([
      [6, 7],
      [9, 11],
    ]);
  });

  it("gives nothing of what is neither a decision nor feedback", () => {
    for (const table of ["remote_calls", "coverage", "findings", "list_snapshots"])
      expect(keptLongest(chunk({ table }))).toEqual([]);
  });

  it("keeps each row that is to be kept, byte for byte, and no other", () => {
    fc.assert(
      fc.property(fc.array(fc.boolean(), { minLength: 1 }), (flags) => {
        const given = decisionChunk(
          1,
          flags.map((isFlagged) => (isFlagged ? FLAGGED : {})),
        );
        const all = decisionsIn(given);
        expect(keptLongest(given).flatMap(decisionsIn)).toEqual(all.filter((_, index) => flags[index]));
      }),
    );
  });
});
