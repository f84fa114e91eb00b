import type { SqlReads, TableReads } from "../sql/reads.ts";
import { type CallPart, NO_READS, type Reads, WRITE } from "./call-facts.ts";
import { plainTable } from "./plain-names.ts";

/** The tables that a statement reads; the one that it writes to where it reads none. */
export function sqlParts(reads: SqlReads, collection: string): CallPart[] {
  const parts = reads.tables.map((table) => part(table.table, readsOf(table)));
  if (parts.length > 0) return parts;
  if (reads.target !== undefined) return [part(reads.target, WRITES.has(reads.operation) ? WRITE : NO_READS)];
  const isWrite = !reads.isRead && WRITES.has(reads.operation);
  return [part(collection, isWrite ? WRITE : NO_READS)];
}

/** Of a statement that writes by its first word, even if it can't be read. */
export const WRITES: ReadonlySet<string> = new Set(
  "INSERT UPDATE DELETE REPLACE MERGE TRUNCATE CREATE ALTER DROP GRANT REVOKE COMMENT REINDEX".split(" "),
);

function part(table: string, reads: Reads): CallPart {
  return { table, target: plainTable(table), reads };
}

function readsOf({ selected, filtered, isWhole }: TableReads): Reads {
  return { ...NO_READS, selected, filtered, isWhole };
}
