import type { Decision, Item } from "@probity/core";
import { describe, expect, it } from "vitest";
import { InterventionLedger, type Proposal } from "../../src/index.ts";
import { DAY, NOW, recorded, type Recorded } from "../support/recorded.ts";

interface Applied extends Recorded {
  readonly ledger: InterventionLedger;
  readonly decision: Decision;
  /** The decision's interventions, as they are recorded. */
  readonly named: () => { id: string; from_rank: number; to_rank: number }[];
}

function acting(...proposals: Partial<Proposal>[]): Applied {
  const all = recorded();
  const ledger = new InterventionLedger({ ...all, reasons: ["EDITORIAL"], maxDays: 7 });
  for (const [i, proposal] of proposals.entries()) {
    all.clock.now += 1;
    const common = {
      id: `i${i}`,
      by: "li",
      surface: "feed",
      reason: "EDITORIAL",
      ticket: "OPS-1",
      to: NOW + DAY,
    };
    ledger.propose({ ...common, ...proposal } as Proposal);
    ledger.approve({ id: `i${i}`, by: "wang" });
  }
  all.clock.now += 10;
  const decision = all.recorder.open({ algorithm: "feed", outlet: "home" });
  return {
    ...all,
    ...{ ledger, decision },
    named() {
      decision.close();
      return all
        .decisions()[0]!
        .interventions.map(({ id, from_rank, to_rank }) => ({ id, from_rank, to_rank }));
    },
  };
}

const IDS = ["a", "b", "c", "d"];
const SCORED: readonly Item[] = IDS.map((id, i) => ({ id, score: 8 - 2 * i }));

describe("what acts on a ranked list", () => {
  it.each<[string, Partial<Proposal>, string, [number, number]]>([
    ["a pin puts an item at its rank", { kind: "pin", item: "d", rank: 2 }, "adbc", [4, 2]],
    ["a pin beyond the end puts it last", { kind: "pin", item: "a", rank: 99 }, "bcda", [1, 4]],
    ["an insertion puts in what was not there", { kind: "insert", item: "x", rank: 1 }, "xabcd", [0, 1]],
    ["an insertion of what is there moves it", { kind: "insert", item: "c", rank: 1 }, "cabd", [3, 1]],
    [
      "an override takes the place of what stands there",
      { kind: "override", item: "x", rank: 2 },
      "axcd",
      [0, 2],
    ],
    ["a removal takes it off", { kind: "remove", item: "b" }, "acd", [2, 0]],
    ["a block takes it off", { kind: "block", item: "a" }, "bcd", [1, 0]],
  ])("%s", (_, proposal, expected, [from_rank, to_rank]) => {
    const { ledger, decision, named } = acting(proposal);
    expect(ledger.applyTo(decision, IDS).join("")).toBe(expected);
    expect(named()).toEqual([{ id: "i0", from_rank, to_rank }]);
  });

  it.each<[string, Partial<Proposal>, string]>([
    ["a boost moves an item up to where its score belongs", { kind: "boost", item: "d", factor: 3 }, "abdc"],
    ["a boost that is not enough leaves it", { kind: "boost", item: "d", factor: 1.5 }, "abcd"],
    ["a demotion moves it down", { kind: "demote", item: "a", factor: 0.4 }, "bcad"],
    ["a demotion to nothing moves it last", { kind: "demote", item: "a", factor: 0.01 }, "bcda"],
  ])("%s", (_, proposal, expected) => {
    const { ledger, decision, named } = acting(proposal);
    const list = ledger.applyTo(decision, SCORED);
    expect(list.map(({ id }) => id).join("")).toBe(expected);
    expect(list.every((item) => SCORED.includes(item))).toBe(true);
    expect(named()).toHaveLength(1);
  });

  it("a boost of a score below zero moves up as well", () => {
    const { ledger, decision } = acting({ kind: "boost", item: "b", factor: 4 });
    const items = [
      { id: "a", score: -2 },
      { id: "b", score: -4 },
    ];
    expect(ledger.applyTo(decision, items).map(({ id }) => id)).toEqual(["b", "a"]);
  });

  it("a pin of what is not there, and a boost of what has no score, touch nothing", () => {
    const { ledger, decision, named } = acting(
      { kind: "pin", item: "x", rank: 1 },
      { kind: "boost", item: "a", factor: 2 },
      { kind: "remove", item: "y" },
    );
    expect(ledger.applyTo(decision, IDS)).toBe(IDS);
    expect(named()).toEqual([]);
  });

  it("a block goes before whatever would put it back", () => {
    const { ledger, decision, named } = acting(
      { kind: "insert", item: "a", rank: 1 },
      { kind: "block", item: "a" },
    );
    expect(ledger.applyTo(decision, IDS)).toEqual(["b", "c", "d"]);
    expect(named()).toEqual([{ id: "i1", from_rank: 1, to_rank: 0 }]);
  });

  it("of two for one rank, who was approved first has it", () => {
    const { ledger, decision, named } = acting(
      { kind: "pin", item: "d", rank: 1 },
      { kind: "pin", item: "c", rank: 1 },
      { kind: "insert", item: "x", rank: 4 },
    );
    expect(ledger.applyTo(decision, IDS)).toEqual(["d", "c", "a", "x", "b"]);
    expect(named().map(({ to_rank }) => to_rank)).toEqual([1, 2, 4]);
  });

  it("is named with who proposed and approved it, why, and for how long", () => {
    const { ledger, decision, decisions, pseudonyms } = acting({ kind: "pin", item: "d", rank: 2 });
    ledger.applyTo(decision, IDS);
    decision.close();
    expect(decisions()[0]?.interventions).toEqual([
      {
        ...{ id: "i0", kind: "pin", item: pseudonyms.itemHex("d"), from_rank: 4, to_rank: 2, operator: "li" },
        ...{
          approver: "wang",
          reason: "EDITORIAL",
          ticket: "OPS-1",
          valid_from: NOW + 1,
          valid_to: NOW + DAY,
        },
      },
    ]);
  });

  it("needs the service to make an item of an id, in a list of more than ids", () => {
    const { ledger, decision, decisions } = acting({ kind: "insert", item: "x", rank: 1 });
    expect(ledger.applyTo(decision, SCORED)).toBe(SCORED);
    const made = ledger.applyTo(decision, SCORED, "feed", { make: (id) => ({ id, score: 0 }) });
    expect(made[0]).toEqual({ id: "x", score: 0 });
    decision.close();
    expect(decisions()[0]?.input_faults).toContain("intervention.make");
  });

  it("is nothing on another surface: the very list comes back", () => {
    const { ledger, decision } = acting({ kind: "remove", item: "a" });
    expect(ledger.applyTo(decision, IDS, "hot")).toBe(IDS);
  });

  it("that fails is counted, and the list stays as it was", () => {
    const { ledger, decision, faults } = acting({ kind: "insert", item: "x", rank: 1 });
    const make = (): never => {
      throw new Error("no such book");
    };
    expect(ledger.applyTo(decision, SCORED, "feed", { make })).toBe(SCORED);
    expect(faults).toEqual(["interventions: Error: no such book"]);
  });
});
