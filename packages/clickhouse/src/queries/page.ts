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

type PageColumns = Readonly<Record<string, Selected>> & {
  readonly id: { readonly type: "UUID" };
  readonly ts: { readonly type: "DateTime64(3, 'UTC')" };
};

/** @internal Reads one page of decisions, newest first. A cursor is a place in that order, not a count of rows. */
export async function readPage<S extends PageColumns>(
  connection: Connection,
  selection: Selection<S>,
  conditions: readonly (Condition | undefined)[],
  options: PageOptions,
): Promise<Page<RowOfSelection<S>>> {
  const { limit = 100, after } = options;
  if (!Number.isInteger(limit) || limit < 1 || limit > LARGEST_PAGE) {
    throw invalid(`limit must be from 1 to ${LARGEST_PAGE}, got ${limit}`);
  }
  const { sql, params } = where([inWindow(options), afterCursor(after), ...conditions]);
  const rows = await selection.from(
    connection,
    `${connection.database}.decisions ${sql} ORDER BY ts DESC, id DESC LIMIT ${limit + 1}`,
    params,
  );
  const page = rows.slice(0, limit);
  const last =
    rows.length > limit ? (page.at(-1) as { readonly ts: number; readonly id: string }) : undefined;
  return { rows: page, next: last && `${last.ts}_${last.id}` };
}

function afterCursor(cursor: string | undefined): Condition | undefined {
  if (cursor === undefined) return undefined;
  const [, at, id] = /^(\d{1,15})_([0-9a-f-]{36})$/.exec(cursor) ?? [];
  if (at === undefined || id === undefined)
    throw invalid(`after must be the "next" of a page, got "${cursor}"`);
  // The first half is there for the index, which doesn't see through the rest.
  const sql =
    "ts <= fromUnixTimestamp64Milli({after_ts:Int64}, 'UTC') AND " +
    "(ts < fromUnixTimestamp64Milli({after_ts:Int64}, 'UTC') OR id < {after_id:UUID})";
  return { sql, params: { after_ts: Number(at), after_id: id } };
}
