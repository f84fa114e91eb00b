import type { QueryParameters } from "../connection.ts";
import { where, type Condition } from "./conditions.ts";

/** Numbers are matched to gaps by the thousand: by an equal key, as joins and indexes want it, and then exactly. */
const BUCKET = 1024;
/** A gap of more numbers than this is matched to all that its writer stored: its buckets would be too many. */
const WIDEST = BUCKET * 1024;

/**
 * @internal A query for how many numbers of each gap are stored now, of the gaps in these tables for which the
 * conditions are so. It gives `writer`, `epoch` and `gap`, which is the gap's own number, with `stored`; no row where none is stored. It reads
 * the numbers next to the gaps, by the projection `by_sequence`; where a gap is wider than a million, its writer's.
 */
export function storedInGaps(
  database: string,
  tables: readonly string[],
  conditions: readonly (Condition | undefined)[],
): { sql: string; params: QueryParameters } {
  const width = "last_seq - first_seq";
  // Records are missing in one table, and stored in that one.
  const parts = tables.flatMap((table) => {
    const missing = (sql: string): string =>
      `${database}.gaps ${where([{ sql: `of = '${table}'` }, { sql }, ...conditions]).sql}`;
    return [
      inBuckets(`${database}.${table}`, missing(`${width} < ${WIDEST}`)),
      inAll(`${database}.${table}`, missing(`${width} >= ${WIDEST}`)),
    ];
  });
  return { sql: parts.join("\nUNION ALL\n"), params: where(conditions).params };
}

function inBuckets(table: string, missing: string): string {
  const first = `intDiv(first_seq, ${BUCKET})`;
  // Kept short for wide gaps as well, because conditions may be evaluated later than lists.
  const last = `least(intDiv(last_seq, ${BUCKET}), ${first} + ${WIDEST / BUCKET})`;
  const columns = `writer, epoch, seq, first_seq, last_seq, arrayJoin(range(${first}, ${last} + 1)) AS bucket`;
  const bucket = `intDiv(seq, ${BUCKET})`;
  return joined(
    `SELECT writer, epoch, seq, ${bucket} AS bucket FROM ${table}
    WHERE (writer, epoch, ${bucket}) GLOBAL IN (SELECT writer, epoch, bucket FROM (SELECT ${columns} FROM ${missing}))`,
    `SELECT ${columns} FROM ${missing}`,
    ["writer", "epoch", "bucket"],
  );
}

function inAll(table: string, missing: string): string {
  return joined(
    `SELECT writer, epoch, seq FROM ${table} WHERE (writer, epoch) GLOBAL IN (SELECT writer, epoch FROM ${missing})`,
    `SELECT writer, epoch, seq, first_seq, last_seq FROM ${missing}`,
    ["writer", "epoch"],
  );
}

function joined(numbers: string, missing: string, keys: readonly string[]): string {
  const isSame = keys.map((key) => `numbers.${key} = missing.${key}`).join(" AND ");
  return `
    SELECT missing.writer AS writer, missing.epoch AS epoch, missing.seq AS gap, groupBitmap(numbers.seq) AS stored
    FROM (${numbers}) AS numbers
    GLOBAL INNER JOIN (${missing}) AS missing ON ${isSame}
    WHERE numbers.seq BETWEEN missing.first_seq AND missing.last_seq
    GROUP BY writer, epoch, gap`;
}
