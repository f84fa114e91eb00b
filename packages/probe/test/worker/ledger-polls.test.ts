import type { ChoiceRow, ControlChangeRow, InterventionRow } from "@probity/core";
import { describe, expect, it } from "vitest";
import { POLLED_LEDGERS, type PolledLedger } from "../../src/polled-rows.ts";
import type { Reply } from "../../src/protocol.ts";
import { LedgerPolls } from "../../src/worker/ledger-polls.ts";
import { ManualTimers, settled } from "../support/manual-timers.ts";

const changeOf = (rule: string) => ({ rule }) as ControlChangeRow;
const stepOf = (id: string) => ({ id }) as InterventionRow;
const choiceOf = (subject: string) => ({ subject }) as ChoiceRow;

/** A store whose ledgers only grow. A cursor is how many rows there were. */
class GrowingStore {
  changes: ControlChangeRow[] = [];
  readonly steps: InterventionRow[] = [];
  readonly choices: ChoiceRow[] = [];
  /** What each look throws as long as it is set. */
  fault: Error | undefined;
  looks = 0;
  isClosed = false;

  async controlChanges(): Promise<readonly ControlChangeRow[]> {
    await this.#answer();
    return this.changes;
  }

  async interventionSteps(cursor: unknown) {
    await this.#answer();
    return { rows: this.steps.slice((cursor as number | undefined) ?? 0), cursor: this.steps.length };
  }

  async choicesSince(cursor: unknown) {
    await this.#answer();
    const { length } = this.choices;
    return { rows: cursor === undefined ? [] : this.choices.slice(cursor as number), cursor: length };
  }

  async currentChoices(after: string | undefined) {
    await this.#answer();
    const start = after === undefined ? 0 : Number(after);
    const next = start + 2 < this.choices.length ? String(start + 2) : undefined;
    return { rows: this.choices.slice(start, start + 2), next };
  }

  async close(): Promise<void> {
    this.isClosed = true;
    return Promise.resolve();
  }

  async #answer(): Promise<void> {
    this.looks += 1;
    await settled();
    if (this.fault) throw this.fault;
  }
}

/** Polls that look every second at a store, and what they told. */
function polling(ledgers: readonly PolledLedger[] = POLLED_LEDGERS, store = new GrowingStore()) {
  const timers = new ManualTimers();
  const replies: Reply[] = [];
  const reply = (told: Reply): void => void replies.push(told);
  const polls = new LedgerPolls({ store, ledgers, pollMs: 1_000, reply, timers, random: () => 1 });
  void polls.run();
  const told = (ledger: PolledLedger): unknown[] =>
    replies.flatMap((each): readonly unknown[] =>
      each.kind === "rows" && each.given.ledger === ledger ? each.given.rows : [],
    );
  const faults = () => replies.filter(({ kind }) => kind === "fault");
  const polled = () => replies.flatMap((each) => (each.kind === "polled" ? [each.ledger] : []));
  /** Lets looks that began come to their end. */
  const quiet = async (): Promise<void> => {
    for (let turn = 0; turn < 20; turn += 1) await settled();
  };
  const pass = async (ms: number): Promise<void> => {
    await timers.pass(ms);
    await quiet();
  };
  return { store, timers, replies, polls, told, faults, polled, quiet, pass };
}

describe("LedgerPolls", () => {
  it("tells at once what is stored, and then each second what is new", async () => {
    const { store, told, polled, quiet, pass } = polling();
    store.changes = [changeOf("S01")];
    store.steps.push(stepOf("i-1"));
    store.choices.push(choiceOf("a"), choiceOf("b"), choiceOf("c"));
    await quiet();
    expect(told("control_changes")).toEqual([changeOf("S01")]);
    expect(told("interventions")).toEqual([stepOf("i-1")]);
    expect(told("choices")).toEqual(["a", "b", "c"].map(choiceOf)); // in two pages
    expect(polled().toSorted()).toEqual(POLLED_LEDGERS.toSorted());
    store.steps.push(stepOf("i-2"));
    store.choices.push(choiceOf("d"));
    await pass(999);
    expect(told("interventions")).toHaveLength(1);
    await pass(1);
    expect(told("interventions")).toEqual([stepOf("i-1"), stepOf("i-2")]);
    expect(told("choices")).toEqual(["a", "b", "c", "d"].map(choiceOf));
  });

  it("misses nothing that arrives while it reads what there is", async () => {
    const { store, told, pass } = polling(["choices"]);
    store.choices.push(...["a", "b", "c", "d", "e"].map(choiceOf));
    const late: Promise<unknown> = settled().then(() => store.choices.push(choiceOf("late")));
    await late;
    await pass(3_000);
    expect(told("choices")).toContainEqual(choiceOf("late"));
  });

  it("looks only at the ledgers that it is told of", async () => {
    const { polled, quiet } = polling(["control_changes"]);
    await quiet();
    expect(polled()).toEqual(["control_changes"]);
  });

  it("tells once that looks fail, looks on, each time somewhat later, and goes on where it was", async () => {
    const { store, told, faults, pass } = polling();
    await pass(0);
    store.fault = Object.assign(new Error("refused"), { code: "ECONNREFUSED" });
    for (let second = 0; second < 60; second += 1) await pass(1_000);
    expect(faults()).toEqual([
      { kind: "fault", place: "control", fault: expect.objectContaining({ code: "ECONNREFUSED" }) },
    ]);
    const looks = store.looks;
    for (let second = 0; second < 60; second += 1) await pass(1_000);
    // Every three seconds at least, and no more often than when all is well.
    expect(store.looks - looks).toBeGreaterThanOrEqual(3 * 19);
    expect(store.looks - looks).toBeLessThanOrEqual(3 * 60);
    store.steps.push(stepOf("i-1"));
    store.fault = undefined;
    await pass(3_000);
    expect(told("interventions")).toEqual([stepOf("i-1")]);
    store.fault = new Error("again");
    await pass(3_000);
    expect(faults()).toHaveLength(2);
  });

  it("tells many rows in small messages, with a pause between them", async () => {
    const { store, replies, told, quiet, pass } = polling(["choices"]);
    await quiet();
    store.choices.push(...Array.from({ length: 1_200 }, (_, index) => choiceOf(String(index))));
    await pass(1_000);
    const sizes = () => replies.flatMap((each) => (each.kind === "rows" ? [each.given.rows.length] : []));
    expect(sizes()).toEqual([500]);
    await pass(5);
    await pass(5);
    expect(sizes()).toEqual([500, 500, 200]);
    expect(told("choices")).toEqual(store.choices);
  });

  it("tells nothing any more once it is closed, and lets go of the store", async () => {
    const { store, replies, polls, timers, pass, quiet } = polling();
    await quiet();
    await polls.close();
    const { length } = replies;
    const { looks } = store;
    store.steps.push(stepOf("i-1"));
    await pass(10_000);
    expect([replies.length, store.looks, store.isClosed]).toEqual([length, looks, true]);
    expect(timers.waiting).toBe(0);
  });
});
