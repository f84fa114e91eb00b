import { ByteWriter, type Chunk, decisionRecord } from "@probity/core";
import { describe, expect } from "vitest";
import { plainDecision } from "../../../../test/support/decision-row.ts";
import { archiveEntries } from "../../src/offline/archive-entries.ts";
import { findArchived } from "../../src/offline/find-archived.ts";
import { sendArchived } from "../../src/offline/send-archived.ts";
import { Tally } from "../../src/offline/tally.ts";
import type { BodyFrame } from "../../src/spool/frame.ts";
import { Sender } from "../../src/worker/sender.ts";
import { test } from "../spool/support/directory.ts";
import { decisions, gap, identity, WRITER } from "../spool/support/logs.ts";
import { MemoryStore } from "../support/memory-store.ts";
import { makeArchive, sent } from "./support/archives.ts";

/** Sends every batch of an archive, and gives what was asked of the store and what became of the decisions. */
async function send(
  archive: string,
  store: MemoryStore,
  window: { from?: number; to?: number } = {},
): Promise<{ tokens: readonly string[]; tally: Tally }> {
  const sender = new Sender({ store, onForbidden: (fault) => expect.unreachable(String(fault)) });
  const persist = async (attempt: () => Promise<unknown>): Promise<void> => {
    await attempt();
  };
  const tallies = { decisions: new Tally(identity, "decisions"), gaps: new Tally(identity, "gaps") };
  store.inserts.length = 0;
  for (const archived of findArchived([archive])) {
    for (const entry of archiveEntries(archived)) {
      if (entry.kind !== "batch") continue;
      const tally = entry.batch.table === "gaps" ? tallies.gaps : tallies.decisions;
      await sendArchived(entry.batch, tally, { sender, persist, window });
    }
  }
  const tokens = store.inserts.map(({ table, token }) => `${table} ${token.replace(`${WRITER}:1:`, "")}`);
  return { tokens, tally: tallies.decisions };
}

/** A frame of real decisions from number 1 on, opened at these times. */
function decisionsAt(...times: readonly number[]): BodyFrame {
  const bytes = new ByteWriter(4096);
  const ends = times.map((ts, index) => {
    decisionRecord.encode(bytes, plainDecision({ ts, seq: index + 1 }));
    return bytes.length;
  });
  const { name: table, version } = decisionRecord;
  const chunk: Chunk = {
    ...{ table, version, bytes: bytes.take(), ends: Uint32Array.from(ends) },
    ...{ firstSeq: 1, lastSeq: times.length },
  };
  return { kind: "chunk", chunk };
}

describe("sendArchived", () => {
  test("sends batches with the tokens of the first time, also where numbers are left out", async ({
    directory,
  }) => {
    makeArchive(directory, [
      [decisions(1, 10), decisions(11, 20), sent(1, 20)],
      [decisions(21, 30), gap(1, 31, 34), decisions(35, 40), sent(21, 40, 16)],
    ]);
    const { tokens, tally } = await send(directory, new MemoryStore());
    expect(tokens).toEqual(["decisions 1-20", "decisions 21-40", "gaps 1-1"]);
    expect(tally).toMatchObject({ sent: 36, known: 0, refused: 0 });
    expect(tally.ranges).toEqual([
      { first: 1, last: 30 },
      { first: 35, last: 40 },
    ]);
  });

  test("sends what is left of a batch by runs, whose tokens stand for no other rows", async ({
    directory,
  }) => {
    makeArchive(directory, [[decisions(1, 10), decisions(15, 20), sent(1, 20)]]);
    const { tokens } = await send(directory, new MemoryStore());
    expect(tokens).toEqual(["decisions 1-10", "decisions 15-20"]);
  });

  test("sends nothing twice, also when the server has forgotten every token", async ({ directory }) => {
    makeArchive(directory, [[decisions(1, 10), sent(1, 10), decisions(11, 15)]]);
    const store = new MemoryStore();
    await send(directory, store);
    store.forget();
    const { tokens, tally } = await send(directory, store);
    expect(tokens).toEqual([]);
    expect(tally).toMatchObject({ sent: 0, known: 15, refused: 0 });
  });

  test("counts what the storage refuses, with the first reason", async ({ directory }) => {
    makeArchive(directory, [[decisions(1, 10), sent(1, 10)]]);
    const store = new MemoryStore();
    store.bad.add(3).add(4);
    const { tally } = await send(directory, store);
    expect(tally).toMatchObject({ sent: 8, known: 0, refused: 2, refusal: { code: "ROW_REJECTED" } });
  });

  test("sends of a batch only what lies within the window", async ({ directory }) => {
    makeArchive(directory, [[decisionsAt(5, 10, 10, 5, 10), sent(1, 5)]]);
    const store = new MemoryStore();
    store.insertBatch = (batch) => Promise.resolve(void store.inserts.push(batch));
    const { tokens, tally } = await send(directory, store, { from: 6 });
    expect(tokens).toEqual(["decisions 2-3", "decisions 5-5"]);
    expect(tally.ranges).toEqual([
      { first: 2, last: 3 },
      { first: 5, last: 5 },
    ]);
    expect((await send(directory, store, { from: 5 })).tokens).toEqual(["decisions 1-5"]);
  });
});
