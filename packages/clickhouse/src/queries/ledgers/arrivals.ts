import type { Columns, RecordTable, RowOf } from "@probity/core";

import { LATEST, type Connection } from "../../connection.ts";
import { Selection } from "../../selection.ts";
import { where, type Condition } from "../conditions.ts";

/**
 * How far somebody has read in a ledger, by the database's clock. To be kept and given back as it is; it means something
 * for the ledger that it came from alone.
 */
export interface ArrivalCursor {
  /** When the newest row that was read arrived, in milliseconds. */
  readonly storedAt: number;
  /** Which of the rows around then were read: an insert that began earlier may be seen later. */
  readonly seen: ReadonlySet<string>;
}

/** What arrived in a ledger since a cursor, in the order of arrival. */
export interface Arrivals<Row> {
  readonly rows: readonly Row[];
  /** For the next time. */
  readonly cursor: ArrivalCursor;
}

/** How much later than its time of arrival a row may come to sight: inserts under way, replicas behind, clocks apart. */
const OVERLAP_MS = 60_000;

const moment = { type: "DateTime64(3, 'UTC')" } as const;
const clock = new Selection({ now: { ...moment, sql: "now64(3, 'UTC')" } });

/** @internal Which rows of a ledger arrived since a moment: by when they arrived, whatever time they tell of. */
export class ArrivalReader<C extends Columns> {
  readonly #table: string;
  readonly #names: readonly string[];
  readonly #selection: { from(...question: Parameters<(typeof clock)["from"]>): Promise<readonly unknown[]> };

  constructor(record: RecordTable<C>) {
    this.#table = record.name;
    this.#names = record.columnNames();
    this.#selection = new Selection({ ...record.columns, stored_at: moment });
  }

  /** A cursor of now: what is stored already may be read otherwise. */
  async start(connection: Connection): Promise<ArrivalCursor> {
    const [answer] = await clock.from(connection, "system.one");
    return { storedAt: answer?.now ?? 0, seen: new Set() };
  }

  /** Every row that arrived since the cursor, once; all that there are without one. */
  async read(
    connection: Connection,
    since: ArrivalCursor | undefined,
    conditions: readonly (Condition | undefined)[] = [],
  ): Promise<Arrivals<RowOf<C>>> {
    const { storedAt = 0, seen = new Set<string>() } = since ?? {};
    const { sql, params } = where([arrivedFrom(storedAt - OVERLAP_MS), ...conditions]);
    const found = await this.#selection.from(
      connection,
      `${connection.database}.${this.#table} ${sql} ORDER BY stored_at, ts, writer, epoch, seq`,
      params,
      LATEST,
    );
    // Every ledger has these columns.
    const rows = found as readonly Arrived[];
    const newest = rows.reduce((latest, { stored_at }) => Math.max(latest, stored_at), storedAt);
    const near = rows.filter(({ stored_at }) => stored_at >= newest - OVERLAP_MS);
    return {
      rows: rows.filter((row) => !seen.has(keyOf(row))).map((row) => this.#record(row)),
      cursor: { storedAt: newest, seen: new Set(near.map(keyOf)) },
    };
  }

  // Without the time of arrival, which is no part of the record.
  #record(row: Arrived): RowOf<C> {
    const values: Readonly<Record<string, unknown>> = { ...row };
    return Object.fromEntries(this.#names.map((name) => [name, values[name]])) as unknown as RowOf<C>;
  }
}

interface Arrived {
  readonly stored_at: number;
  readonly writer: string;
  readonly epoch: number;
  readonly seq: number;
}

function keyOf({ writer, epoch, seq }: Arrived): string {
  return `${writer}:${epoch}:${seq}`;
}

function arrivedFrom(moment: number): Condition | undefined {
  if (moment <= 0) return undefined;
  return {
    sql: "stored_at >= fromUnixTimestamp64Milli({arrived:Int64}, 'UTC')",
    params: { arrived: moment },
  };
}
