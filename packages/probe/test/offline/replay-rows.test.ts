import { ClickHouseStoreError } from "@probity/clickhouse";
import { describe, expect } from "vitest";
import { replayRows, type ReplayRowsOptions } from "../../src/offline/replay-quarantine.ts";
import { Quarantine, type QuarantinedRow } from "../../src/spool/quarantine.ts";
import { test } from "../spool/support/directory.ts";
import { identity } from "../spool/support/logs.ts";
import { chunk } from "../support/chunks.ts";
import { MemoryStore } from "../support/memory-store.ts";

/** A row in quarantine, with its number in its bytes. */
function row(seq: number, given: Partial<QuarantinedRow> = {}): QuarantinedRow {
  const { table, version, bytes } = chunk({ firstSeq: seq });
  return { ...identity, table, version, bytes, seq, at: 1, code: "REJECTED", message: "then", ...given };
}

/** A quarantine with these rows. */
function quarantined(root: string, rows: readonly QuarantinedRow[]): Quarantine {
  const quarantine = new Quarantine(root);
  for (const each of rows) quarantine.put(each);
  return quarantine;
}

function storing(
  given: Partial<ReplayRowsOptions> = {},
): ReplayRowsOptions & { readonly store: MemoryStore } {
  const store = Object.assign(new MemoryStore(), { sequenceCounts: () => Promise.resolve([]) });
  const persist = async (attempt: () => Promise<unknown>): Promise<void> => {
    await attempt();
  };
  return { persist, ...given, store };
}

describe("replayRows", () => {
  test("sends rows that follow each other together, and never rows with a number between them", async ({
    directory,
  }) => {
    const rows = [1, 2, 3, 5, 6, 9].map((seq) => row(seq));
    const quarantine = quarantined(directory, rows);
    const options = storing();
    const replayed = await replayRows(rows, directory, options);
    expect(replayed).toEqual({ stored: 6, known: 0, refused: [], untried: 0 });
    expect(options.store.inserts.map(({ token }) => token.split(":").at(-1))).toEqual(["1-3", "5-6", "9-9"]);
    expect(quarantine.list().rows).toEqual([]);
  });

  test("keeps writers, their lives and record versions apart", async ({ directory }) => {
    const other = "22222222-2222-4222-8222-222222222222";
    const rows = [
      row(1),
      row(2, { version: 2 }),
      row(3, { writer: other }),
      row(4, { epoch: 2, writer: other }),
    ];
    const options = storing();
    expect(await replayRows(rows, directory, options)).toEqual({
      stored: 4,
      known: 0,
      refused: [],
      untried: 0,
    });
    expect(options.store.inserts).toHaveLength(4);
  });

  test("keeps what is refused with the reason of this time", async ({ directory }) => {
    const rows = [row(1), row(2), row(3)];
    const quarantine = quarantined(directory, rows);
    const options = storing();
    options.store.bad.add(2);
    const { refused, ...counts } = await replayRows(rows, directory, options);
    expect(counts).toEqual({ stored: 2, known: 0, untried: 0 });
    expect(refused).toMatchObject([{ seq: 2, code: "ROW_REJECTED", message: "bad row" }]);
    expect(refused[0]).not.toHaveProperty("bytes");
    const [kept, ...others] = quarantine.list().rows;
    expect(kept).toEqual({ ...refused[0], bytes: Buffer.from(row(2).bytes) });
    expect(others).toEqual([]);
  });

  test("keeps all of many that are all refused", async ({ directory }) => {
    const rows = Array.from({ length: 200 }, (_, index) => row(index + 1));
    const quarantine = quarantined(directory, rows);
    const options = storing();
    for (const { seq } of rows) options.store.bad.add(seq);
    const { refused } = await replayRows(rows, directory, options);
    expect(refused).toHaveLength(200);
    expect(quarantine.list().rows).toHaveLength(200);
  });

  test("stops when the storage fails, and counts what it has not tried", async ({ directory }) => {
    const rows = [1, 3, 5, 7].map((seq) => row(seq));
    const quarantine = quarantined(directory, rows);
    let attempts = 0;
    const options = storing({
      persist: async (attempt) => {
        attempts += 1;
        if (attempts > 1) throw new ClickHouseStoreError("UNREACHABLE", "the connection broke");
        await attempt();
      },
    });
    expect(await replayRows(rows, directory, options)).toEqual({
      stored: 1,
      known: 0,
      refused: [],
      untried: 3,
      failure: { code: "UNREACHABLE", message: "the connection broke" },
    });
    expect(quarantine.list().rows.map(({ seq }) => seq)).toEqual([3, 5, 7]);
  });

  test("goes on after rows that only a newer Probity can send", async ({ directory }) => {
    const rows = [row(1, { version: 9 }), row(2)];
    quarantined(directory, rows);
    const options = storing();
    const insert = options.store.insertBatch.bind(options.store);
    options.store.insertBatch = (batch) =>
      batch.version === 9
        ? Promise.reject(new ClickHouseStoreError("INVALID_ARGUMENT", "a newer Probity wrote them"))
        : insert(batch);
    const { stored, refused } = await replayRows(rows, directory, options);
    expect(stored).toBe(1);
    expect(refused).toMatchObject([{ seq: 1, code: "INVALID_ARGUMENT" }]);
  });
});
