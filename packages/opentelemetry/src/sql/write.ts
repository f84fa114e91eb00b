import type { Cursor } from "./cursor.ts";
import { readItems } from "./items.ts";
import { noMentions, type Query, type Select, type Statement } from "./syntax.ts";

/** Whether a statement that writes begins here. */
export function isWrite(cursor: Cursor): boolean {
  return cursor.peek().kind === "word" && WRITES.has(cursor.key()) && cursor.key(1) !== "(";
}

/** Reads INSERT, UPDATE, DELETE or MERGE for its table and for what it hands out or copies. */
export function readWrite(cursor: Cursor): Statement {
  const operation = cursor.next().key;
  const isInto = operation === "INSERT" || operation === "REPLACE" || operation === "MERGE";
  skipOptions(cursor);
  if (isInto) cursor.take("INTO");
  if (operation === "DELETE") cursor.take("FROM");
  cursor.take("ONLY");
  const target = cursor.names();
  cursor.take("*");
  const alias = readAlias(cursor);
  const selects: (Select | Query)[] = [];
  for (;;) {
    if (isInto && cursor.isQuery() && cursor.key() !== "VALUES") selects.push(cursor.query());
    cursor.skipTo("RETURNING", "(", ...(isInto ? ["SELECT", "WITH"] : []));
    if (cursor.key() === "(" && !(isInto && cursor.isQuery())) {
      cursor.next();
      cursor.skipBrackets();
    } else if (cursor.take("RETURNING")) {
      const from = [{ kind: "table", name: target, alias } as const];
      selects.push({ items: readItems(cursor), from, conditions: noMentions(), order: noMentions() });
    } else if (!cursor.isQuery()) break;
  }
  const query = selects.length > 0 ? { with: [], selects, order: noMentions() } : undefined;
  return { operation, query, target };
}

function skipOptions(cursor: Cursor): void {
  while (cursor.take("LOW_PRIORITY", "HIGH_PRIORITY", "DELAYED", "QUICK", "IGNORE")) continue;
  if (cursor.take("OR")) cursor.next(); // SQLite: OR REPLACE
}

function readAlias(cursor: Cursor): string | undefined {
  if (cursor.take("AS")) return cursor.name();
  const isName =
    cursor.peek().kind === "quoted" || (cursor.peek().kind === "word" && !AFTER_TABLE.has(cursor.key()));
  return isName ? cursor.name() : undefined;
}

const WRITES: ReadonlySet<string> = new Set(["INSERT", "REPLACE", "UPDATE", "DELETE", "MERGE"]);
const AFTER_TABLE: ReadonlySet<string> = new Set(
  (
    "SELECT WITH VALUES VALUE DEFAULT SET USING WHERE ON RETURNING ORDER LIMIT FROM OVERRIDING JOIN INNER LEFT RIGHT " +
    "CROSS STRAIGHT_JOIN PARTITION"
  ).split(" "),
);
