/** A column where a statement names it. */
export interface ColumnName {
  /** Table or alias before the dot. */
  readonly of: string | undefined;
  readonly name: string;
  /** Path within, where the column holds JSON: known names, or `*` for what may be data. */
  path: string;
  /** Rows are only looked up by it: it is compared with a value or another column for being equal. */
  isLookup: boolean;
}

/** What an expression mentions. */
export interface Mentions {
  readonly columns: ColumnName[];
  /** `t.*`; undefined for `*`. */
  readonly wholes: (string | undefined)[];
  readonly queries: Query[];
}

/** One column of a result. */
export interface Item extends Mentions {
  readonly alias: string | undefined;
}

/** Something that rows come from. */
export type Relation =
  | { readonly kind: "table"; readonly name: readonly string[]; readonly alias: string | undefined }
  | {
      readonly kind: "query";
      readonly query: Query;
      readonly alias: string | undefined;
      readonly names: readonly string[];
    }
  | { readonly kind: "call"; readonly args: Mentions; readonly alias: string | undefined };

/** One SELECT, or what a writing statement hands out by RETURNING. */
export interface Select {
  readonly items: readonly Item[];
  readonly from: readonly Relation[];
  /** WHERE, ON and HAVING. */
  readonly conditions: Mentions;
  /** ORDER BY, GROUP BY, DISTINCT ON, windows. */
  readonly order: Mentions;
}

export interface NamedQuery {
  readonly name: string;
  readonly names: readonly string[];
  readonly query: Query;
}

/** A query with its parts: one SELECT, or several by UNION and the like. */
export interface Query {
  readonly with: NamedQuery[];
  readonly selects: (Select | Query)[];
  readonly order: Mentions;
}

/** A statement that was understood. */
export interface Statement {
  readonly operation: string;
  /** What it hands out, or copies; undefined for nothing. */
  readonly query: Query | undefined;
  /** The table that it writes to. */
  readonly target: readonly string[] | undefined;
}

export function noMentions(): Mentions {
  return { columns: [], wholes: [], queries: [] };
}

export function isQuery(part: Select | Query): part is Query {
  return "selects" in part;
}
