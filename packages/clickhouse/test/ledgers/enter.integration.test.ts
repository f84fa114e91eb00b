import { findingRecord } from "@probity/core";
import { describe, expect } from "vitest";

import { batchFinding } from "../support/ledger-rows.ts";
import { DAY, idAt } from "../support/rows.ts";
import { test } from "../support/store.ts";

describe("enter", () => {
  test("stores rows under a writer of their own, numbered from 1", async ({ store }) => {
    const before = Date.now();
    await store.enter(findingRecord, [batchFinding({ ts: DAY }), batchFinding({ rule: "C02" })]);
    await store.enter(findingRecord, [batchFinding({ rule: "C03" })]);
    const { rows } = await store.findings();
    expect(rows.map(({ rule, epoch, seq }) => [rule, epoch, seq])).toEqual([
      ["C03", 1, 1],
      ["C02", 1, 2],
      ["C01", 1, 1],
    ]);
    expect(rows[2]).toMatchObject({ ...batchFinding(), ts: DAY });
    expect(rows[1]?.ts).toBeGreaterThanOrEqual(before);
    expect(rows[1]?.writer).toBe(rows[2]?.writer);
    expect(rows[0]?.writer).not.toBe(rows[1]?.writer);
    expect(await store.sequenceCounts({ table: "findings" })).toMatchObject([{ doubled: 0 }, { doubled: 0 }]);
  });

  test("stores nothing where a value of one row doesn't fit, and names the column", async ({ store }) => {
    await expect(
      store.enter(findingRecord, [batchFinding(), batchFinding({ about: "\uD800" })]),
    ).rejects.toMatchObject({ code: "ILL_FORMED_TEXT", message: expect.stringContaining("findings.about") });
    expect((await store.findings()).rows).toEqual([]);
  });

  test("has nothing to do for no rows", async ({ store }) => {
    await store.enter(findingRecord, []);
    expect((await store.findings()).rows).toEqual([]);
  });
});

describe("findings", () => {
  test("are listed newest first, those for which everything given is so", async ({ store }) => {
    await store.enter(findingRecord, [
      batchFinding({ ts: DAY }),
      batchFinding({ ts: DAY + 1, rule: "C02", outlet: "", run: idAt(DAY, 8) }),
      batchFinding({ ts: DAY + 2, algorithm: "hot", service: "other" }),
    ]);
    const seqs = async (...call: Parameters<typeof store.findings>) =>
      (await store.findings(...call)).rows.map(({ seq }) => seq);
    expect(await seqs()).toEqual([3, 2, 1]);
    expect(await seqs({ rule: "C01" })).toEqual([3, 1]);
    expect(await seqs({ run: idAt(DAY, 8) })).toEqual([2]);
    expect(await seqs({ outlet: "home", service: "book-feed" })).toEqual([1]);
    expect(await seqs({ algorithm: "hot" })).toEqual([3]);
    expect(await seqs({}, { from: DAY + 1, to: DAY + 2 })).toEqual([2]);
    const { next } = await store.findings({}, { limit: 2 });
    expect(await seqs({}, { after: next })).toEqual([1]);
  });
});
