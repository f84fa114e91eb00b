import { describe, expect, it } from "vitest";
import type { Gap } from "../../src/spool/gap-chunk.ts";
import { GapList } from "../../src/worker/gap-list.ts";

function gap(firstSeq: number, lastSeq = firstSeq, given: Partial<Gap> = {}): Gap {
  return { of: "decisions", firstSeq, lastSeq, cause: "refused", detail: "", ...given };
}

function listOf(...gaps: Gap[]): readonly Gap[] {
  const list = new GapList();
  for (const each of gaps) list.add(each);
  return list.all;
}

describe("GapList", () => {
  it("joins the gaps of each table, whatever comes between them of others", () => {
    const list = new GapList();
    const of = (table: string, seq: number): Gap => {
      return { of: table, firstSeq: seq, lastSeq: seq, cause: "refused", detail: "" };
    };
    for (let seq = 1; seq <= 1_000; seq += 1)
      for (const table of ["decisions", "remote_calls"]) list.add(of(table, seq));
    expect(list.takeAll().map((gap) => [gap.of, gap.firstSeq, gap.lastSeq])).toEqual([
      ["decisions", 1, 1_000],
      ["remote_calls", 1, 1_000],
    ]);
    list.add(of("decisions", 1_001));
    expect(list.all).toHaveLength(1);
  });

  it("joins what follows and says the same", () => {
    expect(listOf(gap(1, 4), gap(5), gap(6, 9))).toEqual([gap(1, 9)]);
  });

  it.each<[string, Gap]>([
    ["does not follow", gap(6)],
    ["has another cause", gap(5, 5, { cause: "dropped" })],
    ["says more", gap(5, 5, { detail: "X" })],
    ["is of another table", gap(5, 5, { of: "gaps" })],
  ])("keeps apart what %s", (_, other) => {
    expect(listOf(gap(1, 4), other)).toEqual([gap(1, 4), other]);
  });

  it("is empty when all was taken", () => {
    const list = new GapList();
    list.add(gap(1));
    expect(list.takeAll()).toEqual([gap(1)]);
    expect(list.isEmpty).toBe(true);
  });

  it("stays small through an outage in which causes take turns", () => {
    const list = new GapList();
    for (let seq = 1; seq <= 50_000; seq += 1)
      list.add(gap(seq, seq, { cause: seq % 2 === 0 ? "refused" : "unencodable" }));
    expect(list.all.length).toBeLessThanOrEqual(10_000);
    expect(list.all.at(-1)).toMatchObject({ lastSeq: 50_000 });
  });
});
