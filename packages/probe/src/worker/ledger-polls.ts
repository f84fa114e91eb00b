import type { PolledLedger, PolledRows } from "../polled-rows.ts";
import { describeFault } from "../fault.ts";
import type { Reply } from "../protocol.ts";
import type { Timers } from "../timers.ts";
import { Alarm } from "./alarm.ts";
import { pauseAfter } from "./back-off.ts";
import { ledgerReaders, type LedgerReader } from "./ledger-reader.ts";
import type { LedgerStore } from "./ledger-store.ts";

export interface LedgerPollsOptions {
  readonly store: LedgerStore;
  readonly ledgers: readonly PolledLedger[];
  /** How long after one look the next one begins, in milliseconds. */
  readonly pollMs: number;
  readonly reply: (reply: Reply) => void;
  readonly timers: Timers;
  /** @default Math.random */
  readonly random?: () => number;
}

/** What a look that failed adds to the pause before the next, at most, in milliseconds: what was thrown must act soon. */
const LONGEST_EXTRA_PAUSE_MS = 2_000;

/** Rows in one message: the thread of the service unpacks them in well under a millisecond. */
const ROWS_AT_ONCE = 500;

/** Between two of several such messages, in milliseconds. */
const BREATH_MS = 5;

/**
 * Looks again and again for what other processes, or a person at a terminal, entered into the ledgers, each ledger by
 * itself, and hands it over. Shares nothing with what brings rows to the store, so that neither waits for the other. That
 * looks fail is told once, when one has failed twice in a row, until all of them go well again.
 */
export class LedgerPolls {
  readonly #options: LedgerPollsOptions;
  readonly #alarms: Set<Alarm> = new Set();
  readonly #failing: Set<PolledLedger> = new Set();
  #isTold = false;
  #isClosed = false;

  constructor(options: LedgerPollsOptions) {
    this.#options = options;
  }

  /** Looks until it is closed. Never rejects. */
  async run(): Promise<void> {
    const { ledgers, store } = this.#options;
    await Promise.all(ledgers.map((ledger) => this.#watch(ledger, ledgerReaders[ledger](store))));
  }

  /** Begins no look any more, and hands nothing over; resolves when the store is closed. */
  async close(): Promise<void> {
    this.#isClosed = true;
    for (const alarm of this.#alarms) alarm.wake();
    await this.#options.store.close();
  }

  async #watch(ledger: PolledLedger, read: LedgerReader): Promise<void> {
    const { pollMs, timers, random = Math.random } = this.#options;
    const alarm = new Alarm(timers);
    this.#alarms.add(alarm);
    let failures = 0;
    while (!this.#isClosed) {
      failures = (await this.#look(ledger, read)) ? 0 : failures + 1;
      const extra = failures > 0 ? pauseAfter(failures, LONGEST_EXTRA_PAUSE_MS, random) : 0;
      await this.#sleep(alarm, pollMs + extra);
    }
  }

  async #sleep(alarm: Alarm, ms: number): Promise<void> {
    if (!this.#isClosed) await alarm.sleep(ms);
  }

  async #look(ledger: PolledLedger, read: LedgerReader): Promise<boolean> {
    try {
      await read((rows) => this.#give(rows));
      this.#reply({ kind: "polled", ledger });
      this.#failing.delete(ledger);
      if (this.#failing.size === 0) this.#isTold = false;
      return true;
    } catch (fault) {
      const isAgain = this.#failing.has(ledger);
      this.#failing.add(ledger);
      if (isAgain) this.#tell(fault);
      return false;
    }
  }

  // One look that fails is no news: the next is a second away.
  #tell(fault: unknown): void {
    if (!this.#isTold) this.#reply({ kind: "fault", place: "control", fault: describeFault(fault) });
    this.#isTold = true;
  }

  async #give(given: PolledRows): Promise<void> {
    for (let start = 0; start < given.rows.length && !this.#isClosed; start += ROWS_AT_ONCE) {
      if (start > 0) await new Alarm(this.#options.timers).sleep(BREATH_MS);
      const rows = given.rows.slice(start, start + ROWS_AT_ONCE);
      this.#reply({ kind: "rows", given: { ...given, rows } as PolledRows });
    }
  }

  #reply(reply: Reply): void {
    if (!this.#isClosed) this.#options.reply(reply);
  }
}
