/** What a statement reads of one table. */
export interface TableReads {
  /** With its schema, if the statement says it: `readers`, `shop.readers`. */
  readonly table: string;
  /** Columns that are handed out or that rows are put in order by; of JSON columns with the path: `data.city`. */
  readonly selected: readonly string[];
  /** Columns in conditions, other than those that rows are only looked up by. */
  readonly filtered: readonly string[];
  /** All columns are handed out. */
  readonly isWhole: boolean;
}

/** What a statement reads. Names only: nothing of its values. */
export interface SqlReads {
  /** `SELECT`, `INSERT` …; empty where the text doesn't begin with a word. */
  readonly operation: string;
  readonly tables: readonly TableReads[];
  /** Columns that the statement doesn't say the table of, where there are several. */
  readonly loose: readonly string[];
  /** The table that is written to. */
  readonly target: string | undefined;
  /** SHA-256 of the statement without its values and its layout: 16 hexadecimal digits. */
  readonly digest: string;
  /** The statement was understood. If not, operation and digest are all that is known. */
  readonly isRead: boolean;
  /** It moves no data: a transaction's beginning or end, a setting. */
  readonly isControl: boolean;
}
