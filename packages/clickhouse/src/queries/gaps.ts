import { decisionRecord, gapRecord, type GapCause, type GapRow } from "@probity/core";

import type { Connection, QueryParameters } from "../connection.ts";
import { NUMBERED_RECORDS } from "../records.ts";
import { Selection } from "../selection.ts";
import { equal, inWindow, invalid, where, type Condition, type TimeWindow } from "./conditions.ts";
import type { LostCount } from "./overview-rows.ts";
import { readPage, type Listing, type Page, type PageOptions } from "./page.ts";
import { checkedWriter } from "./sequences.ts";
import { storedInGaps } from "./stored-in-gaps.ts";

/** Which gaps to list: those for which everything given is so. */
export interface GapFilter {
  readonly service?: string | undefined;
  /** The UUID of the writer whose records are missing. */
  readonly writer?: string | undefined;
  /** The table in which records are missing, such as `decisions`. */
  readonly of?: string | undefined;
  readonly cause?: GapCause | undefined;
}

/** A gap, and what has become of it. */
export interface Gap extends GapRow {
  /** How many of its numbers are stored now, after a replay of the quarantine for one. Less than `rows`: still missing. */
  readonly present: number;
}

/** Gaps of one service, table and cause. */
export interface GapCount {
  readonly service: string;
  /** The table in which records are missing. */
  readonly of: string;
  readonly cause: GapCause;
  readonly gaps: number;
  /** Records that were missing when the gaps were noticed. */
  readonly rows: number;
  /** Of these, how many are not stored to this day. */
  readonly missing: number;
}

const { columns } = gapRecord;
const GAPS: Listing = { table: "gaps", key: { writer: "UUID", epoch: "UInt32", seq: "UInt64" } };

const rows = new Selection(columns);

const { writer, epoch, seq } = columns;
const stored = new Selection({ writer, epoch, gap: seq, stored: seq });

const count = (sql: string) => ({ type: "UInt64", sql }) as const;
const gaps = count("count()");
const missing = count("sum(gaps.rows - least(gaps.rows, stored))");
const { service, of, cause } = columns;
const gapTables = new Selection({ of });
const counts = new Selection({ service, of, cause, gaps, rows: count("sum(gaps.rows)"), missing });
const lost = new Selection({ cause, gaps, decisions: count("sum(gaps.rows)"), missing });

/** @internal Lists gaps, newest first, and looks up for all of a page at once what is stored of them. */
export async function listGaps(
  connection: Connection,
  filter: GapFilter,
  options: PageOptions,
): Promise<Page<Gap>> {
  const conditions = conditionsOf(filter);
  const page = await readPage(connection, GAPS, rows, conditions, options);
  const [newest, oldest] = [page.rows[0], page.rows.at(-1)];
  if (!newest || !oldest) return { rows: [], next: undefined };
  // The page's own stretch of time: gaps that are noticed meanwhile are not in it.
  const shown = inWindow({ from: oldest.ts, to: newest.ts + 1 });
  const { sql, params } = storedInGaps(connection.database, tablesOf(page.rows), [shown, ...conditions]);
  const found = await stored.from(connection, `(${sql})`, params);
  const present = new Map(found.map((each) => [`${each.writer}:${each.epoch}:${each.gap}`, each.stored]));
  return {
    rows: page.rows.map((row) => ({
      ...row,
      present: present.get(`${row.writer}:${row.epoch}:${row.seq}`) ?? 0,
    })),
    next: page.next,
  };
}

/** @internal Counts the gaps that were noticed within a window. */
export async function countGaps(connection: Connection, window: TimeWindow): Promise<readonly GapCount[]> {
  const by = "service, of, cause";
  const conditions = [inWindow(window)];
  const { sql, params } = where(conditions);
  const found = await gapTables.from(connection, `${connection.database}.gaps ${sql} GROUP BY of`, params);
  return counts.from(
    connection,
    ...counted(connection, tablesOf(found), conditions, by, `missing DESC, rows DESC, ${by}`),
  );
}

/** @internal Counts the decisions that were noticed to be missing within a window, by cause. */
export async function countLost(connection: Connection, window: TimeWindow): Promise<readonly LostCount[]> {
  const { name } = decisionRecord;
  const conditions = [inWindow(window), equal("of", name)];
  return lost.from(connection, ...counted(connection, [name], conditions, "cause", "decisions DESC, cause"));
}

/** The tables to look into for what is stored of gaps. There is always one, so that there is always a query. */
function tablesOf(found: readonly { readonly of: string }[]): readonly string[] {
  const tables = NUMBERED_RECORDS.map(({ name }) => name);
  return tables.filter((name) => name === decisionRecord.name || found.some(({ of }) => of === name));
}

function counted(
  { database }: Connection,
  tables: readonly string[],
  conditions: readonly (Condition | undefined)[],
  by: string,
  order: string,
): [rest: string, params: QueryParameters] {
  const { sql: found, params } = storedInGaps(database, tables, conditions);
  const rest = `${database}.gaps AS gaps
    GLOBAL LEFT ANY JOIN (${found}) AS found
      ON found.writer = gaps.writer AND found.epoch = gaps.epoch AND found.gap = gaps.seq
    ${where(conditions).sql}
    GROUP BY ${by} ORDER BY ${order}`;
  return [rest, params];
}

function conditionsOf({ service, writer, of, cause }: GapFilter): readonly (Condition | undefined)[] {
  const causes = Object.keys(columns.cause.type.enum8);
  if (cause !== undefined && !causes.includes(cause))
    throw invalid(`cause must be one of ${causes.join(", ")}, got "${cause}"`);
  return [
    equal("service", service),
    equal("writer", writer === undefined ? undefined : checkedWriter(writer), "UUID"),
    equal("of", of),
    equal("cause", cause),
  ];
}
