import type { Connection } from "../connection.ts";
import type { RowOfSelection, Selected, Selection } from "../selection.ts";
import { inWindow, invalid, where, type Condition, type TimeWindow } from "./conditions.ts";

/** Which part of an answer to give. */
export interface PageOptions extends TimeWindow {
  /** Rows on the page, up to 1000. @default 100 */
  readonly limit?: number | undefined;
  /** The `next` of the page before. */
  readonly after?: string | undefined;
}

/** Part of an answer, newest first. */
export interface Page<Row> {
  readonly rows: readonly Row[];
  /** Give it as `after` for the page that follows; undefined on the last one. */
  readonly next: string | undefined;
}

const LARGEST_PAGE = 1000;

/** @internal What a list goes through, newest first. */
export interface Listing {
  readonly table: string;
  /** The columns that tell apart its rows of one millisecond: with `ts` before them, the order of the table. */
  readonly key: Readonly<Record<string, keyof typeof FORMS>>;
}

// As they stand in a cursor.
const FORMS = {
  UUID: "[0-9a-f-]{36}",
  UInt32: String.raw`\d{1,10}`,
  UInt64: String.raw`\d{1,16}`,
  String: String.raw`[^\0]{0,1000}`,
};

/** @internal The decisions, by id within a millisecond. */
export const DECISIONS: Listing = { table: "decisions", key: { id: "UUID" } };

type PageColumns = Readonly<Record<string, Selected>> & {
  readonly ts: { readonly type: "DateTime64(3, 'UTC')" };
};

/**
 * @internal Reads one page of a list, newest first; the selection has the columns of its key. A cursor is a place in
 * that order, not a count of rows.
 */
export async function readPage<S extends PageColumns>(
  connection: Connection,
  listing: Listing,
  selection: Selection<S>,
  conditions: readonly (Condition | undefined)[],
  options: PageOptions,
): Promise<Page<RowOfSelection<S>>> {
  const { after } = options;
  const limit = pageLimit(options.limit ?? 100);
  const { sql, params } = where([inWindow(options), afterCursor(after, listing), ...conditions]);
  const order = orderOf(listing);
  const newestFirst = order.map((column) => `${column} DESC`).join(", ");
  const rows = await selection.from(
    connection,
    `${connection.database}.${listing.table} ${sql} ORDER BY ${newestFirst} LIMIT ${limit + 1}`,
    params,
  );
  const page = rows.slice(0, limit);
  const last = rows.length > limit ? (page.at(-1) as Readonly<Record<string, unknown>>) : undefined;
  return { rows: page, next: last && order.map((column) => String(last[column])).join("_") };
}

/** @internal Throws `INVALID_ARGUMENT` for a page that would be too large, or none. */
export function pageLimit(limit: number): number {
  if (Number.isInteger(limit) && limit >= 1 && limit <= LARGEST_PAGE) return limit;
  throw invalid(`limit must be from 1 to ${LARGEST_PAGE}, got ${limit}`);
}

function orderOf({ key }: Listing): readonly string[] {
  return ["ts", ...Object.keys(key)];
}

function afterCursor(cursor: string | undefined, listing: Listing): Condition | undefined {
  if (cursor === undefined) return undefined;
  const key = Object.entries(listing.key);
  const form = [String.raw`(\d{1,15})`, ...key.map(([, type]) => `(${FORMS[type]})`)].join("_");
  const [, at, ...values] = new RegExp(`^${form}$`).exec(cursor) ?? [];
  if (at === undefined) throw invalid(`after must be the "next" of a page, got "${cursor}"`);
  const ts = "fromUnixTimestamp64Milli({after_ts:Int64}, 'UTC')";
  const places = [ts, ...key.map(([column, type]) => `{after_${column}:${type}}`)];
  const params = Object.fromEntries(
    key.map(([column], position) => [`after_${column}`, values[position] ?? ""]),
  );
  return {
    // The first half is there for the index, which doesn't see through the rest.
    sql: `ts <= ${ts} AND (${orderOf(listing).join(", ")}) < (${places.join(", ")})`,
    params: { after_ts: Number(at), ...params },
  };
}
