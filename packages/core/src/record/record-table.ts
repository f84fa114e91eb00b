import { CoreError } from "../errors.ts";
import { ByteReader } from "./byte-reader.ts";
import type { ByteWriter } from "./byte-writer.ts";
import { codecOf, type Codec } from "./codec.ts";
import type { ColumnType, ValueOf } from "./column-type.ts";

/** One column of a record: the single place that says what it is called, how it is kept and what it means. */
export interface Column {
  readonly type: ColumnType;
  /** The first record version that has this column. */
  readonly since: number;
  /** One line of meaning, in English; the reference page and the DDL comments are made of it. */
  readonly doc: string;
}

export type Columns = Readonly<Record<string, Column>>;

/** A row as TypeScript sees it. */
export type RowOf<C extends Columns> = { readonly [K in keyof C]: ValueOf<C[K]["type"]> };

/** A kind of record: its name, its current version and its columns in the order of the bytes. */
export class RecordTable<C extends Columns> {
  readonly name: string;
  readonly version: number;
  readonly columns: C;
  readonly #cells: readonly { readonly name: string; readonly codec: Codec }[];

  constructor(name: string, version: number, columns: C) {
    this.name = name;
    this.version = version;
    this.columns = columns;
    this.#cells = Object.entries(columns).map(([name, { type }]) => ({ name, codec: codecOf(type) }));
  }

  /** The columns of a record version, in the order of the bytes. @default the current version */
  columnNames(version: number = this.version): readonly (keyof C & string)[] {
    if (!Number.isInteger(version) || version < 1 || version > this.version) {
      throw new CoreError(
        "UNKNOWN_VERSION",
        `${this.name} records have versions 1 to ${this.version}, not ${version}; a newer Probity wrote this`,
      );
    }
    return Object.keys(this.columns).filter((name) => (this.columns[name]?.since ?? 0) <= version);
  }

  /** Appends one row of the current version. Throws a `CoreError` that names the column, and writes nothing. */
  encode(to: ByteWriter, row: RowOf<C>): void {
    const start = to.length;
    const values = row as Readonly<Record<string, unknown>>;
    for (const { name, codec } of this.#cells) {
      try {
        codec.write(to, values[name]);
      } catch (cause) {
        to.rewind(start);
        if (!(cause instanceof CoreError)) throw cause;
        throw new CoreError(cause.code, `${this.name}.${name}: ${cause.message}`, { cause });
      }
    }
  }

  /** Reads every row of a run of RowBinary written as `version`. */
  decode(bytes: Uint8Array, version: number = this.version): RowOf<C>[] {
    const names = this.columnNames(version);
    const codecs = names.map((name) => codecOf((this.columns[name] as Column).type));
    const from = new ByteReader(bytes);
    const rows: RowOf<C>[] = [];
    while (!from.done) {
      rows.push(
        Object.fromEntries(names.map((name, i) => [name, codecs[i]?.read(from)])) as unknown as RowOf<C>,
      );
    }
    return rows;
  }
}
