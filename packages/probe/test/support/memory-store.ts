import { type CatalogRow, gapRecord, type GapRow } from "@probity/core";
import { ProbeError } from "../../src/errors.ts";
import type { BatchStore, InsertableBatch, SequenceRange } from "../../src/worker/batch-store.ts";

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

/** A row that is stored. */
export interface StoredRow {
  readonly writer: string;
  readonly table: string;
  readonly seq: number;
}

/**
 * A store in memory that does what ClickHouse does: takes the rows of a partition whole or not at all, remembers tokens
 * for a while, for each partition, and stores a batch twice when it is sent again later. Records are ten bytes that
 * begin with their number, as `chunk` makes them; gaps are gap records.
 */
export class MemoryStore implements BatchStore {
  readonly stored: StoredRow[] = [];
  readonly gaps: GapRow[] = [];
  readonly catalogs: (readonly CatalogRow[])[] = [];
  readonly inserts: InsertableBatch[] = [];
  /** Numbers of decisions that are refused for what is in them; of other tables with its name, as `remote_calls 7`. */
  readonly bad: Set<number | string> = new Set();
  /** Tables that are not there. */
  readonly absent: Set<string> = new Set();
  takesGaps = true;
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

  registerCatalog(rows: readonly CatalogRow[]): Promise<void> {
    this.catalogs.push(rows);
    return Promise.resolve();
  }

  async insertBatch(batch: InsertableBatch): Promise<void> {
    this.inserts.push(batch);
    const fault = this.faults.shift();
    if (fault === "refused") throw new Outage();
    if (this.absent.has(batch.table)) throw new Absence();
    const rows = batch.bytes.flatMap((bytes) => numbersIn(batch, bytes));
    const middle = fault === "partly" ? rows.length >> 1 : rows.length;
    this.#storePart(batch, rows.slice(0, middle));
    await Promise.resolve();
    this.#judge(batch.table, rows);
    if (fault === "unanswered" || fault === "partly") throw new Outage();
  }

  #storePart(batch: InsertableBatch, rows: readonly number[]): void {
    const { table, token } = batch;
    this.#judge(table, rows);
    const key = `${table} ${token}`;
    const known = this.#tokens.get(key) ?? [];
    const fresh = rows.filter((seq) => !known.includes(seq));
    this.stored.push(...fresh.map((seq) => ({ writer: writerOf(token), table, seq })));
    if (table === gapRecord.name) this.gaps.push(...gapsIn(batch).filter(({ seq }) => fresh.includes(seq)));
    this.#tokens.delete(key);
    this.#tokens.set(key, rows);
    for (const oldest of [...this.#tokens.keys()].slice(0, -this.#window)) this.#tokens.delete(oldest);
  }

  #judge(table: string, rows: readonly number[]): void {
    const nameOf = (seq: number): number | string => (table === "decisions" ? seq : `${table} ${seq}`);
    const isBad = table === gapRecord.name ? !this.takesGaps : rows.some((seq) => this.bad.has(nameOf(seq)));
    if (isBad) throw new Rejection();
  }

  storedSequences({ table, writer, epoch, firstSeq, lastSeq }: SequenceRange): Promise<number[]> {
    this.lookUps += 1;
    if (!this.mayLookUp) return Promise.reject(new Forbidden());
    const of = `${writer}:${epoch}`;
    const found = this.stored.filter(
      (row) => row.writer === of && row.table === table && row.seq >= firstSeq && row.seq <= lastSeq,
    );
    return Promise.resolve([...new Set(found.map(({ seq }) => seq))]);
  }

  /** The numbers of the rows of a table, in order; one that is there twice is there twice. */
  numbers(table = "decisions"): number[] {
    const rows = this.stored.filter((row) => row.table === table);
    return rows.map(({ seq }) => seq).toSorted((a, b) => a - b);
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

  isOfTable(error: unknown): boolean {
    return error instanceof Absence;
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}

/** An error that says that the table is not there. */
class Absence extends Error {
  readonly code = "SCHEMA_MISSING";
}

/** An error that says that the user may not do this. */
export class Forbidden extends Error {}

/** Writer and epoch. */
function writerOf(token: string): string {
  return token.slice(0, token.lastIndexOf(":"));
}

function gapsIn({ bytes, version }: InsertableBatch): readonly GapRow[] {
  return bytes.flatMap((each) => gapRecord.decode(each, version));
}

function numbersIn({ table, version }: InsertableBatch, bytes: Uint8Array): number[] {
  if (table === gapRecord.name) return gapRecord.decode(bytes, version).map(({ seq }) => seq);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Array.from({ length: bytes.length / 10 }, (_, row) => view.getUint32(row * 10, true));
}
