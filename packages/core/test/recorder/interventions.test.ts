import { describe, expect, it } from "vitest";
import type { Intervention, InterventionKind } from "../../src/index.ts";
import { itemHash } from "../support/hashing.ts";
import { recording } from "../support/recording.ts";

describe("interventions", () => {
  it("are recorded in order, with all that the ledger asks for", () => {
    const watched = recording();
    const decision = watched.open();
    const full: Intervention = {
      id: "iv-7",
      kind: "insert",
      item: "书-1",
      fromRank: 0,
      toRank: 65_535,
      operator: "陈编辑",
      approver: "li",
      reason: "campaign",
      ticket: "OPS-12",
      validFrom: new Date(1_700_000_000_000),
      validTo: 1_800_000_000_000,
    };
    decision.intervene(full);
    decision.intervene({ id: "iv-8", kind: "block", item: "b", fromRank: 3 });
    decision.close();
    const nothing = { operator: "", approver: "", reason: "", ticket: "", valid_from: null, valid_to: null };
    expect(watched.row()).toMatchObject({ input_faults: [] });
    expect(watched.row().interventions).toEqual([
      {
        id: "iv-7",
        kind: "insert",
        item: itemHash("书-1"),
        from_rank: 0,
        to_rank: 65_535,
        operator: "陈编辑",
        approver: "li",
        reason: "campaign",
        ticket: "OPS-12",
        valid_from: 1_700_000_000_000,
        valid_to: 1_800_000_000_000,
      },
      { id: "iv-8", kind: "block", item: itemHash("b"), from_rank: 3, to_rank: 0, ...nothing },
    ]);
  });

  it("are of seven kinds", () => {
    const kinds: readonly InterventionKind[] = [
      "pin",
      "boost",
      "demote",
      "insert",
      "remove",
      "block",
      "override",
    ];
    const watched = recording();
    const decision = watched.open();
    for (const kind of kinds) decision.intervene({ id: kind, kind });
    decision.close();
    expect(watched.row()).toMatchObject({ interventions: kinds.map((kind) => ({ kind })), input_faults: [] });
  });

  it("that touch no item say so with zeros", () => {
    for (const item of [undefined, ""]) {
      const watched = recording();
      const decision = watched.open();
      decision.intervene({ id: "iv-1", kind: "override", item });
      decision.close();
      expect(watched.row()).toMatchObject({ interventions: [{ item: "0".repeat(16) }], input_faults: [] });
    }
  });
});
