import type { Chunk } from "@probity/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { tokenOf } from "../../src/protocol.ts";
import type { InsertableBatch } from "../../src/worker/batch-store.ts";
import { type Attempt, Sender } from "../../src/worker/sender.ts";
import { chunk } from "../support/chunks.ts";
import { type InsertFault, MemoryStore, Outage } from "../support/memory-store.ts";

const identity = { writer: "w", epoch: 3 };

function sending(store: MemoryStore = new MemoryStore()) {
  const forbidden: unknown[] = [];
  const sender = new Sender({ store, onForbidden: (error) => void forbidden.push(error) });
  return { sender, store, forbidden };
}

function attempt(isUncertain = false): Attempt {
  return { isMarked: true, isUncertain, isWhole: !isUncertain };
}

function batchOf({ table, version, bytes, firstSeq, lastSeq }: Chunk): InsertableBatch {
  return { table, version, bytes: [bytes], token: tokenOf("w", 3, { firstSeq, lastSeq }) };
}

const numbers = ({ stored }: MemoryStore): number[] => stored.map(({ seq }) => seq).toSorted((a, b) => a - b);
const upTo = (count: number): number[] => Array.from({ length: count }, (_, i) => i + 1);

describe("Sender", () => {
  it("sends a batch once, under a token of writer, epoch and range, and looks nothing up", async () => {
    const { sender, store } = sending();
    const rows = [chunk({ rows: 3 }), chunk({ firstSeq: 4, rows: 2 })];
    await expect(sender.deliver(rows, identity, attempt())).resolves.toEqual({ rejected: [], known: 0 });
    expect(store.inserts).toEqual([
      { table: "decisions", version: 1, bytes: rows.map(({ bytes }) => bytes), token: "w:3:1-5" },
    ]);
    expect(store.lookUps).toBe(0);
  });

  it("looks up what is stored before it sends again what may have been stored", async () => {
    const { sender, store } = sending();
    store.faults = ["unanswered"];
    const tried = attempt();
    await expect(sender.deliver([chunk({ rows: 4 })], identity, tried)).rejects.toThrow(Outage);
    store.forget();
    await expect(sender.deliver([chunk({ rows: 4 })], identity, tried)).resolves.toMatchObject({ known: 0 });
    expect(store.inserts).toHaveLength(1);
    expect(numbers(store)).toEqual(upTo(4));
  });

  it("says how many rows were stored before its first attempt, and counts no others that lie between them", async () => {
    const { sender, store } = sending();
    for (const seq of [2, 3, 7]) await store.insertBatch(batchOf(chunk({ firstSeq: seq })));
    store.faults = ["unanswered"];
    const rows = [chunk({ rows: 5 }), chunk({ firstSeq: 9 })];
    const tried = attempt(true);
    await expect(sender.deliver(rows, identity, tried)).rejects.toThrow(Outage);
    await expect(sender.deliver(rows, identity, tried)).resolves.toEqual({ rejected: [], known: 2 });
    expect(numbers(store)).toEqual([1, 2, 3, 4, 5, 7, 9]);
  });

  it("looks up the numbers of its rows, however many are left out between them", async () => {
    const { sender, store } = sending();
    const asked: unknown[] = [];
    const lookUp = store.storedSequences.bind(store);
    store.storedSequences = ({ firstSeq, lastSeq, ...range }) => {
      asked.push([firstSeq, lastSeq]);
      return lookUp({ ...range, firstSeq, lastSeq });
    };
    const rows = [chunk({ rows: 2 }), chunk({ firstSeq: 9 }), chunk({ firstSeq: 5_000_000 })];
    await sender.deliver(rows, identity, attempt(true));
    expect(asked).toEqual([
      [1, 9],
      [5_000_000, 5_000_000],
    ]);
    expect(store.inserts.map(({ token }) => token)).toEqual(["w:3:1-5000000"]);
  });

  it("finds the bad row of a batch, and stores the others", async () => {
    const { sender, store } = sending();
    store.bad.add(6);
    const { rejected } = await sender.deliver(
      [chunk({ rows: 5 }), chunk({ firstSeq: 6, rows: 5 })],
      identity,
      attempt(),
    );
    expect(rejected).toMatchObject([{ seq: 6, fault: { code: "ROW_REJECTED", message: "bad row" } }]);
    expect(rejected[0]?.rows).toEqual([chunk({ firstSeq: 6 })]);
    expect(numbers(store)).toEqual(upTo(10).filter((seq) => seq !== 6));
  });

  it("takes a store that refuses every row for one that is not fit, and gives up none of them", async () => {
    const { sender, store } = sending();
    for (const seq of upTo(250)) store.bad.add(seq);
    await expect(sender.deliver([chunk({ rows: 250 })], identity, attempt())).rejects.toMatchObject({
      code: "STORAGE_UNFIT",
      message: expect.stringContaining("every row"),
    });
    expect(store.inserts.length).toBeLessThan(250);
  });

  it("relies on the token alone where it may not look up, and says so once", async () => {
    const { sender, store, forbidden } = sending();
    store.mayLookUp = false;
    for (let n = 0; n < 2; n += 1) await sender.deliver([chunk({ rows: 2 })], identity, attempt(true));
    expect(numbers(store)).toEqual([1, 2]);
    expect(forbidden).toHaveLength(1);
  });

  it("stores each good row exactly once, whatever fails, whatever is forgotten, and however often it is started anew", async () => {
    const faults = fc.array(
      fc.constantFrom<InsertFault | "fine">("refused", "unanswered", "partly", "fine"),
      {
        maxLength: 12,
      },
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 5 }),
        fc.uniqueArray(fc.integer({ min: 1, max: 45 }), { maxLength: 4 }),
        faults,
        fc.integer({ min: 0, max: 3 }),
        async (sizes, bad, given, window) => {
          const store = new MemoryStore(window);
          for (const seq of bad) store.bad.add(seq);
          store.faults = [...given] as InsertFault[];
          let firstSeq = 1;
          const rows = sizes.map((size) => {
            const each = chunk({ firstSeq, rows: size });
            firstSeq += size;
            return each;
          });
          let rejected: readonly { readonly seq: number }[] | undefined;
          for (let life = 0; !rejected; life += 1) {
            // A process that was killed knows nothing, and starts with a look at what is stored.
            const tried = attempt(life > 0);
            try {
              ({ rejected } = await new Sender({ store, onForbidden: () => undefined }).deliver(
                rows,
                identity,
                tried,
              ));
            } catch (error) {
              expect(error).toBeInstanceOf(Outage);
            }
          }
          const all = upTo(firstSeq - 1);
          expect(rejected.map(({ seq }) => seq)).toEqual(all.filter((seq) => store.bad.has(seq)));
          expect(numbers(store)).toEqual(all.filter((seq) => !store.bad.has(seq)));
        },
      ),
    );
  });

  it("completes a batch of which a part is stored under its own token, as the server may be at work on the rest", async () => {
    const { sender, store } = sending();
    store.faults = ["partly"];
    const tried = attempt();
    await expect(sender.deliver([chunk({ rows: 8 })], identity, tried)).rejects.toThrow(Outage);
    await expect(sender.deliver([chunk({ rows: 8 })], identity, tried)).resolves.toMatchObject({ known: 0 });
    expect(store.inserts.map(({ token }) => token)).toEqual(["w:3:1-8", "w:3:1-8"]);
    expect(numbers(store)).toEqual(upTo(8));
  });

  it("looks up what is stored before it halves a batch that the store refuses after storing a part of it", async () => {
    const { sender, store } = sending();
    store.bad.add(8);
    store.faults = ["partly"];
    const { rejected } = await sender.deliver([chunk({ rows: 8 })], identity, attempt());
    expect(rejected).toMatchObject([{ seq: 8 }]);
    expect(numbers(store)).toEqual(upTo(7));
  });
});
