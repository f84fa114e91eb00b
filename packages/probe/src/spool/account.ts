import { gapRecord, type Chunk, type GapRow } from "@probity/core";
import type { AccountState } from "./frame.ts";
import { NumberSet, type Range } from "./number-set.ts";
import { SpoolError } from "./errors.ts";

/** Numbers of one table. */
export interface Covered extends Range {
  readonly table: string;
}

/** Keeps account, by table, of the numbers that a log holds records of, or gaps for. */
export class Account {
  readonly #tables: Map<string, NumberSet> = new Map();
  /** Numbers below these were given, whether or not something accounts for them. */
  readonly #given: Map<string, number> = new Map();

  constructor({ next, open }: AccountState = { next: {}, open: {} }) {
    for (const [table, end] of Object.entries(next)) {
      for (const { first, last } of settledIn(end, open[table])) this.cover({ table, first, last });
      this.give(table, end);
    }
  }

  get state(): AccountState {
    const tables = [...new Set([...this.#tables.keys(), ...this.#given.keys()])];
    const open = tables
      .map((table) => [table, this.absent(table, 1, this.next(table) - 1)] as const)
      .filter(([, ranges]) => ranges.length > 0);
    return {
      next: Object.fromEntries(tables.map((table) => [table, this.next(table)])),
      open: Object.fromEntries(open),
    };
  }

  /** The lowest number of a table that was not given yet. */
  next(table: string): number {
    return Math.max(this.#tables.get(table)?.next ?? 1, this.#given.get(table) ?? 1);
  }

  /** Says that all numbers below `next` were given. */
  give(table: string, next: number): void {
    if (next > this.next(table)) this.#given.set(table, next);
  }

  cover({ table, first, last }: Covered): void {
    let numbers = this.#tables.get(table);
    if (!numbers) this.#tables.set(table, (numbers = new NumberSet()));
    numbers.add(first, last);
  }

  /** The numbers from `first` to `last` that nothing accounts for. */
  absent(table: string, first: number, last: number): readonly Range[] {
    return this.#tables.get(table)?.absent(first, last) ?? (first <= last ? [{ first, last }] : []);
  }
}

/** The numbers below `next` without those that were open. */
export function settledIn(next: number, open: readonly Range[] = []): Range[] {
  const holes = new NumberSet();
  for (const { first, last } of open) holes.add(first, last);
  return holes.absent(1, next - 1);
}

/**
 * What a chunk accounts for: its records and, if they are gaps, what they stand for. Throws `CORRUPT` if they say they
 * are gaps and aren't, `NEWER_VERSION` if they are of a version that can't be read.
 */
export function coveredBy(chunk: Chunk): Covered[] {
  const { table, firstSeq: first, lastSeq: last } = chunk;
  const covered = gapsIn(chunk).map((gap) => ({ table: gap.of, first: gap.first_seq, last: gap.last_seq }));
  return [{ table, first, last }, ...covered];
}

/** The gaps in a chunk of gap records; none in any other. Throws as {@link coveredBy}. */
export function gapsIn({ table, version, bytes }: Chunk): readonly GapRow[] {
  if (table !== gapRecord.name) return [];
  if (version > gapRecord.version) {
    const what = `gap records of version ${version}, this Probity knows ${gapRecord.version}`;
    throw new SpoolError("NEWER_VERSION", `${what}; finish the log with the newer one that wrote it`);
  }
  try {
    return gapRecord.decode(bytes, version);
  } catch (cause) {
    throw new SpoolError("CORRUPT", "a chunk of gap records holds something else", { cause });
  }
}
