import { ProbeError } from "../../src/errors.ts";
import type { BatchStore, InsertableBatch } from "../../src/worker/batch-store.ts";

/** What goes wrong with one insert. */
export type InsertFault =
  /** Nothing is stored, and the caller knows no more than that it failed. */
  | "refused"
  /** It is stored, and the answer is lost. */
  | "unanswered"
  /** Its first half is stored, as if that were a partition, and the rest is not. */
  | "partly";

/** An error that says that the rows are not taken for what is in them. */
export class Rejection extends ProbeError {
  constructor() {
    super("ROW_REJECTED", "bad row");
  }
}

/** An error that says nothing of the rows. */
export class Outage extends ProbeError {
  constructor() {
    super("STORAGE_UNAVAILABLE", "the connection broke");
  }
}

/**
 * A store in memory that does what ClickHouse does: takes the rows of a partition whole or not at all, remembers tokens
 * for a while, for each partition, and stores a batch twice when it is sent again later. Rows are ten bytes whose first is their number.
 */
export class MemoryStore implements BatchStore {
  readonly stored: { readonly table: string; readonly seq: number }[] = [];
  readonly inserts: InsertableBatch[] = [];
  readonly bad: Set<number> = new Set();
  faults: InsertFault[] = [];
  lookUps = 0;
  mayLookUp = true;
  readonly #window: number;
  /** The rows that were stored with each. */
  readonly #tokens: Map<string, readonly number[]> = new Map();

  /** Remembers so many tokens. */
  constructor(window = 100) {
    this.#window = window;
  }

  check(): Promise<readonly string[]> {
    return Promise.resolve([]);
  }

  registerCatalog(): Promise<void> {
    return Promise.resolve();
  }

  async insertBatch(batch: InsertableBatch): Promise<void> {
    this.inserts.push(batch);
    const fault = this.faults.shift();
    if (fault === "refused") throw new Outage();
    const rows = batch.bytes.flatMap((bytes) => rowsIn(bytes));
    const middle = fault === "partly" ? rows.length >> 1 : rows.length;
    this.#storePart(batch, batch.token, rows.slice(0, middle));
    await Promise.resolve();
    if (rows.some((seq) => this.bad.has(seq))) throw new Rejection();
    if (fault === "unanswered" || fault === "partly") throw new Outage();
  }

  #storePart({ table }: InsertableBatch, token: string, rows: readonly number[]): void {
    if (rows.some((seq) => this.bad.has(seq))) throw new Rejection();
    const known = this.#tokens.get(token) ?? [];
    for (const seq of rows) if (!known.includes(seq)) this.stored.push({ table, seq });
    this.#tokens.delete(token);
    this.#tokens.set(token, rows);
    for (const oldest of [...this.#tokens.keys()].slice(0, -this.#window)) this.#tokens.delete(oldest);
  }

  storedSequences({
    table,
    firstSeq,
    lastSeq,
  }: {
    table: string;
    firstSeq: number;
    lastSeq: number;
  }): Promise<number[]> {
    this.lookUps += 1;
    if (!this.mayLookUp) return Promise.reject(new Forbidden());
    const found = this.stored.filter(
      (row) => row.table === table && row.seq >= firstSeq && row.seq <= lastSeq,
    );
    return Promise.resolve([...new Set(found.map(({ seq }) => seq))]);
  }

  /** The server forgets every token, as it does after many other inserts. */
  forget(): void {
    this.#tokens.clear();
  }

  isRejection(error: unknown): boolean {
    return error instanceof Rejection;
  }

  isForbidden(error: unknown): boolean {
    return error instanceof Forbidden;
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}

class Forbidden extends Error {}

function rowsIn(bytes: Uint8Array): number[] {
  return Array.from({ length: bytes.length / 10 }, (_, row) => bytes[row * 10] ?? 0);
}
