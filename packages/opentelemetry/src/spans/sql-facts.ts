import type { SqlReads, TableReads } from "../sql/reads.ts";
import { type CallContent, type CallPart, NO_READS, type Reads, WRITE } from "./call-facts.ts";
import { plainTable } from "./plain-names.ts";

/**
 * The content of a statement: the tables that it reads, or the one that it writes to. `said` and `collection` are what the
 * span says of it, for one that can't be read; undefined is one that there was no time to read.
 */
export function sqlContent(reads: SqlReads | undefined, said: string, collection: string): CallContent {
  const known = reads === undefined || reads.operation === "" ? said : reads.operation;
  const operation = known === "" ? "*" : known;
  return {
    operation,
    statement: reads?.digest ?? "",
    parts: partsOf(reads, operation, collection),
    loose: reads?.loose ?? [],
    isUnread: !reads?.isRead && !WRITES.has(operation),
    isLasting: reads !== undefined,
  };
}

function partsOf(reads: SqlReads | undefined, operation: string, collection: string): CallPart[] {
  const parts = (reads?.tables ?? []).map((table) => part(table.table, readsOf(table)));
  if (parts.length > 0) return parts;
  return [part(reads?.target ?? collection, WRITES.has(operation) ? WRITE : NO_READS)];
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
