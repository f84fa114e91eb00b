import { ProbeError } from "../errors.ts";
import { describeFault, type Fault } from "../fault.ts";
import { type Span, tokenOf } from "../protocol.ts";
import type { BatchStore } from "./batch-store.ts";
import { countIn, countRows, halves, rangeOf, type Rows, windowsOf } from "./rows.ts";

/** Whose rows they are: what a batch's token is derived from. */
export interface Identity {
  readonly writer: string;
  readonly epoch: number;
}

/** A row that the store refuses for what is in it. */
export interface RejectedRow {
  readonly rows: Rows;
  readonly seq: number;
  readonly fault: Fault;
}

/** How a batch went. */
export interface Delivery {
  readonly rejected: readonly RejectedRow[];
  /** Rows that were stored before the first attempt. */
  readonly known: number;
}

/** What is known of a batch from one attempt to the next. */
export interface Attempt {
  /** It was sent before, and nobody knows whether it was stored: it is looked up before it is sent again. */
  isUncertain: boolean;
  /** Its log says that it is a batch. */
  isMarked: boolean;
  /** It was never sent in parts. */
  isWhole: boolean;
  /** How many of its rows were stored before the first attempt. */
  known?: number;
}

/** Rejected rows of one batch after which it is not the rows that are wrong, if none of the others is taken either. */
const MOST_REJECTED = 100;

/** Numbers that are looked up at a time, at most. */
const WIDEST_LOOK_UP = 100_000;

export interface SenderOptions {
  readonly store: BatchStore;
  /** Told once when the store doesn't allow looking up what is stored. */
  readonly onForbidden: (fault: unknown) => void;
}

/**
 * Has rows stored exactly once. The token keeps a batch from being doubled as long as the server remembers it; looking
 * up what is stored does, once it has forgotten. A batch that the server rejects is halved until the bad row is alone:
 * always at the same rows, so that the halves have the same tokens, too, when somebody does it all again.
 */
export class Sender {
  readonly #options: SenderOptions;
  #mayLookUp = true;

  constructor(options: SenderOptions) {
    this.#options = options;
  }

  /**
   * Resolves once every row is stored or rejected. Throws when another attempt may go better: the same rows and the
   * same `attempt` then go on where this one ended.
   */
  async deliver(rows: Rows, identity: Identity, attempt: Attempt): Promise<Delivery> {
    const stored = attempt.isUncertain ? await this.#lookUp(rows, identity) : new Set<number>();
    const found = countIn(rows, stored);
    attempt.known ??= found;
    const rejected: RejectedRow[] = [];
    const run: Run = { identity, attempt, stored, rejected, hasStored: found > 0 };
    // Of a batch over several partitions a part may be stored, while the server still works on the rest: whole and
    // with its token, it is completed. A half would be another batch, and could be doubled.
    const isPart = found > 0 && found < countRows(rows);
    const isCompleted = isPart && attempt.isWhole && (await this.#insert(rows, run)) === undefined;
    if (!isCompleted) await this.#send(rows, run);
    return { rejected, known: attempt.known };
  }

  /** Which numbers of a range are stored, as far as the store may be asked. Throws as {@link deliver}. */
  async storedAmong(
    { table, firstSeq, lastSeq }: Omit<Span, "rows">,
    identity: Identity,
  ): Promise<ReadonlySet<number>> {
    const windows = [];
    for (let first = firstSeq; first <= lastSeq; first += WIDEST_LOOK_UP)
      windows.push({ firstSeq: first, lastSeq: Math.min(first + WIDEST_LOOK_UP - 1, lastSeq) });
    return this.#stored(table, windows, identity);
  }

  /** Which of the rows are stored, and perhaps others between them. */
  #lookUp(rows: Rows, identity: Identity): Promise<Set<number>> {
    return this.#stored(rows[0]?.table ?? "", windowsOf(rows, WIDEST_LOOK_UP), identity);
  }

  async #stored(
    table: string,
    windows: Iterable<Omit<Span, "table" | "rows">>,
    { writer, epoch }: Identity,
  ): Promise<Set<number>> {
    const stored = new Set<number>();
    if (!this.#mayLookUp) return stored;
    const { store, onForbidden } = this.#options;
    try {
      for (const window of windows)
        for (const seq of await store.storedSequences({ table, writer, epoch, ...window })) stored.add(seq);
    } catch (error) {
      if (!store.isForbidden(error)) throw error;
      // Better the token alone than nothing stored at all; it is told, because it has an end.
      this.#mayLookUp = false;
      onForbidden(error);
    }
    return stored;
  }

  async #send(rows: Rows, run: Run): Promise<void> {
    const known = countIn(rows, run.stored);
    const count = countRows(rows);
    if (known === count) return;
    const fault = known === 0 ? await this.#insert(rows, run) : undefined;
    if (known === 0 && !fault) run.hasStored = true;
    else if (count === 1 && fault) this.#reject(rows, run, fault);
    else {
      // A server may refuse the rows of one partition when it has stored those of another.
      if (fault) for (const seq of await this.#lookUp(rows, run.identity)) run.stored.add(seq);
      run.attempt.isWhole = false;
      for (const half of halves(rows)) await this.#send(half, run);
    }
  }

  #reject(rows: Rows, { rejected, hasStored }: Run, fault: Fault): void {
    rejected.push({ rows, seq: rangeOf(rows).firstSeq, fault });
    if (!hasStored && rejected.length >= MOST_REJECTED) throw everythingRejected(fault);
  }

  /** A fault when the rows are rejected. Throws for every other failure. */
  async #insert(rows: Rows, { identity, attempt }: Run): Promise<Fault | undefined> {
    const { store } = this.#options;
    const [{ table, version } = { table: "", version: 0 }] = rows;
    try {
      await store.insertBatch({
        table,
        version,
        bytes: rows.map(({ bytes }) => bytes),
        token: tokenOf(identity.writer, identity.epoch, rangeOf(rows)),
      });
    } catch (error) {
      if (store.isRejection(error)) return describeFault(error);
      attempt.isUncertain = true;
      throw error;
    }
    return undefined;
  }
}

interface Run {
  readonly identity: Identity;
  readonly attempt: Attempt;
  readonly stored: Set<number>;
  readonly rejected: RejectedRow[];
  hasStored: boolean;
}

// It is the table or the server that is wrong, not these rows: they wait.
function everythingRejected({ code, message }: Fault): ProbeError {
  return new ProbeError(
    "STORAGE_UNFIT",
    `ClickHouse refuses every row of a batch, so they wait: ${message} (${code})`,
  );
}
