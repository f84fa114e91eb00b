import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  choiceRecord,
  type ChoiceRow,
  type Columns,
  decisionRecord,
  feedbackRecord,
  LEDGERS,
  type LedgerEntry,
  type Progress,
  type Receipt,
  type Recorder,
  type RecordTable,
} from "../../src/index.ts";
import { fakeClock, NEW_YEAR } from "../support/fake-clock.ts";
import { type Recording, recording, WRITER } from "../support/recording.ts";
import { rowOf } from "../support/rows.ts";
import { runs } from "../support/runs.ts";

type Choice = LedgerEntry<typeof choiceRecord.columns>;

const choice: Choice = {
  subject: "ab".repeat(32),
  key_id: "k1",
  kind: "personalisation_off",
  chosen_at: NEW_YEAR - 1000,
  outlet: "",
  code: "",
  tag: "0".repeat(16),
  consent_version: "",
  by_guardian: false,
  via: "router",
};

/** The types of a table's columns are deep; once is enough. */
function enter(recorder: Recorder, entry: Choice = choice): Receipt {
  return recorder.enter(choiceRecord, entry);
}

/** A ledger of whatever columns: TypeScript gives up on the types of any column there may be. */
interface AnyLedger {
  readonly name: string;
  readonly columns: Columns;
  decode(bytes: Uint8Array, version: number): readonly unknown[];
}
interface AnyRecorder {
  enter(table: AnyLedger, entry: unknown): Receipt;
}
const ANY = LEDGERS as unknown as readonly AnyLedger[];

function choicesIn(watched: Recording): ChoiceRow[] {
  watched.recorder.flush();
  return watched.chunks
    .filter(({ table }) => table === "choices")
    .flatMap(({ bytes, version }) => choiceRecord.decode(bytes, version));
}

function lostIn({ counters }: Recorder): unknown[] {
  return Array.from(counters.entriesLost).flatMap(([table, reasons]) =>
    Array.from(reasons, ([reason, count]) => [table, reason, count]),
  );
}

describe("an entry of a ledger", () => {
  it("is recorded whole, with what the recorder knows", () => {
    const watched = recording([], { clock: fakeClock(), epoch: 3 });
    enter(watched.recorder);
    expect(choicesIn(watched)).toEqual([
      { ...choice, ts: NEW_YEAR, seq: 1, writer: WRITER, epoch: 3, service: "book-feed" },
    ]);
  });

  it("takes the time that it is entered with, to the millisecond", () => {
    const watched = recording();
    enter(watched.recorder, { ...choice, ts: NEW_YEAR + 0.7 });
    expect(choicesIn(watched)[0]?.ts).toBe(NEW_YEAR);
  });

  it("is numbered in its own ledger, without a gap, and counted", () => {
    const begun: unknown[] = [];
    const watched = recording([], { onBegin: (count, table) => begun.push([table, count]) });
    const { recorder } = watched;
    watched.open().close();
    enter(recorder);
    enter(recorder, { ...choice, kind: "personalisation_on" });
    expect(choicesIn(watched).map(({ seq, kind }) => [seq, kind])).toEqual([
      [1, "personalisation_off"],
      [2, "personalisation_on"],
    ]);
    expect(begun).toEqual([
      ["decisions", 1],
      ["choices", 1],
      ["choices", 2],
    ]);
    expect(recorder.begun).toEqual({
      decisions: 1,
      remote_calls: 0,
      coverage: 0,
      interventions: 0,
      choices: 2,
      feedback: 0,
      findings: 0,
      control_changes: 0,
      list_snapshots: 0,
    });
    expect(recorder.counters.entries.get("choices")).toBe(2);
    expect(lostIn(recorder)).toEqual([]);
  });

  it("that doesn't fit is refused by the name of its column, and takes no number", () => {
    const watched = recording();
    const { recorder } = watched;
    enter(recorder);
    for (const [bad, column] of [
      [{ kind: "maybe" as never }, "choices.kind"],
      [{ subject: "canary" }, "choices.subject"],
      [{ chosen_at: Number.NaN }, "choices.chosen_at"],
      [{ ts: Number.NaN }, "choices.ts"],
      [{ outlet: "\ud800" }, "choices.outlet"],
      [{ via: undefined as never }, "choices.via"],
    ] as const) {
      expect(() => enter(recorder, { ...choice, ...bad })).toThrow(
        expect.objectContaining({ name: "CoreError", message: expect.stringContaining(`${column}: `) }),
      );
    }
    enter(recorder);
    expect(choicesIn(watched).map(({ seq }) => seq)).toEqual([1, 2]);
    expect(recorder.counters.entries.get("choices")).toBe(2);
    expect(lostIn(recorder)).toEqual([]);
    expect(watched.faults).toEqual([]);
  });

  it("of what no ledger is kept of is refused", () => {
    const { recorder } = recording();
    expect(() => recorder.enter(decisionRecord, {} as never)).toThrow(
      expect.objectContaining({ code: "INVALID_OPTION", message: "no ledger is kept of decisions" }),
    );
  });

  it("that comes after the recorder was closed is lost, which its receipt says and a counter", () => {
    const watched = recording();
    enter(watched.recorder);
    watched.recorder.close();
    expect(enter(watched.recorder).stage).toBe("lost");
    expect(choicesIn(watched)).toHaveLength(1);
    expect(lostIn(watched.recorder)).toEqual([["choices", "closed", 1]]);
  });

  it("that the sink refuses is counted as lost", () => {
    const { recorder } = recording([], { sink: { accept: () => false } });
    enter(recorder);
    recorder.flush();
    expect(lostIn(recorder)).toEqual([["choices", "refused", 1]]);
  });
});

describe("the receipt of an entry", () => {
  it("asks whoever knows of that ledger, by the entry's number, and has it handed over", async () => {
    const asked: unknown[] = [];
    const progress: Progress = {
      stageOf: (seq) => (seq === 2 ? "spooled" : "stored"),
      reached(seq, stage) {
        asked.push([seq, stage]);
        return Promise.resolve("stored");
      },
    };
    const tables: string[] = [];
    const watched = recording([], {
      ledgerProgress(table) {
        tables.push(table);
        return progress;
      },
    });
    const [first, second] = [1, 2].map(() => enter(watched.recorder));
    expect([first?.stage, second?.stage]).toEqual(["stored", "spooled"]);
    expect(watched.chunks).toEqual([]);
    await expect(second?.reached("stored", 100)).resolves.toBe("stored");
    await new Promise(setImmediate);
    expect(watched.chunks.map(({ table, lastSeq }) => [table, lastSeq])).toEqual([["choices", 2]]);
    expect(asked).toEqual([[2, "stored"]]);
    expect(tables.toSorted()).toEqual(LEDGERS.map(({ name }) => name).toSorted());
  });

  it("says that it is recorded where nobody knows more", async () => {
    const { recorder } = recording();
    const receipt = recorder.enter(feedbackRecord, { ...emptyOf(feedbackRecord) } as never);
    expect(receipt.stage).toBe("recorded");
    await expect(receipt.reached("stored", 10)).resolves.toBe("recorded");
  });
});

describe.each(ANY.map((table) => [table.name, table] as const))("the ledger %s", (name, table) => {
  it("reads back what was entered, whatever that is", () => {
    fc.assert(
      fc.property(fc.array(rowOf(table.columns), { maxLength: 4 }), (rows) => {
        const watched = recording();
        const recorder = watched.recorder as unknown as AnyRecorder;
        for (const row of rows) recorder.enter(table, row);
        watched.recorder.flush();
        const found = watched.chunks.flatMap(({ bytes, version }) => table.decode(bytes, version));
        const known = (n: number): object => ({ seq: n + 1, writer: WRITER, epoch: 1, service: "book-feed" });
        expect(found).toEqual(rows.map((row, n) => ({ ...row, ...known(n) })));
        expect(watched.chunks.every((chunk) => chunk.table === name)).toBe(true);
      }),
      { numRuns: runs(60) },
    );
  });

  it("begins with the columns that its recorder fills", () => {
    expect(Object.keys(table.columns).slice(0, 5)).toEqual(["ts", "seq", "writer", "epoch", "service"]);
  });
});

function emptyOf(table: Pick<RecordTable<typeof feedbackRecord.columns>, "columns">): object {
  return fc.sample(rowOf(table.columns), { numRuns: 1, seed: 1 })[0] ?? {};
}
