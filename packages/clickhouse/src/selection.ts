import type { ClickHouseSettings } from "@clickhouse/client";
import { clickhouseType, RecordTable } from "@probity/core";
import type { Columns, ColumnType, ValueOf } from "@probity/core";

import { ClickHouseStoreError } from "./errors.ts";
import type { Connection, QueryParameters } from "./connection.ts";

/** @internal One column of an answer: its type, and the SQL that makes it unless it is a column of that name. */
export interface Selected {
  readonly type: ColumnType;
  readonly sql?: string;
}

/** @internal A row of an answer. */
export type RowOfSelection<S extends Readonly<Record<string, Selected>>> = {
  readonly [K in keyof S]: ValueOf<S[K]["type"]>;
};

/**
 * @internal What a query selects. One literal gives the select list and decodes the answer, with the codec that
 * the records have: what is computed is cast to its type, so that the two can't disagree.
 */
export class Selection<const S extends Readonly<Record<string, Selected>>> {
  /** The select list. */
  readonly sql: string;
  readonly #answer: { decode(bytes: Uint8Array): readonly unknown[] };

  constructor(selected: S) {
    const entries = Object.entries(selected);
    this.sql = entries
      .map(
        ([name, { type, sql }]) =>
          `${sql === undefined ? "" : `CAST(${sql} AS ${clickhouseType(type)}) AS `}\`${name}\``,
      )
      .join(", ");
    const columns = entries.map(([name, { type }]) => [name, { type, since: 1, doc: "" }] as const);
    this.#answer = new RecordTable<Columns>("answer", 1, Object.fromEntries(columns));
  }

  /** Runs `SELECT` with what follows the select list, and decodes the answer. */
  async from(
    connection: Connection,
    rest: string,
    params?: QueryParameters,
    settings?: ClickHouseSettings,
  ): Promise<RowOfSelection<S>[]> {
    const bytes = await connection.read(`SELECT ${this.sql} FROM ${rest}`, params, settings);
    try {
      return this.#answer.decode(bytes) as RowOfSelection<S>[];
    } catch (cause) {
      throw new ClickHouseStoreError(
        "SCHEMA_AHEAD",
        `database "${connection.database}" holds what this version of Probity can't read: upgrade it`,
        { cause },
      );
    }
  }
}
