import { Cursor, SqlSyntaxError } from "./cursor.ts";
import { CONTROL } from "./keywords.ts";
import { readQuery } from "./query.ts";
import type { Statement } from "./syntax.ts";
import type { Token } from "./token.ts";
import { isWrite, readWrite } from "./write.ts";

/** Reads the statements of a text. Throws `SqlSyntaxError` for what this grammar doesn't know. */
export function readStatements(tokens: readonly Token[]): Statement[] {
  const cursor = new Cursor(tokens, readQuery);
  const statements: Statement[] = [];
  while (!cursor.isAtEnd()) {
    if (cursor.take(";")) continue;
    statements.push(readStatement(cursor));
    if (!cursor.isAtEnd()) cursor.expect(";");
  }
  return statements;
}

function readStatement(cursor: Cursor): Statement {
  const operation = operationAt(cursor);
  if (isWrite(cursor)) return readWrite(cursor);
  if (cursor.isQuery() || cursor.key() === "TABLE")
    return { operation, query: readQuery(cursor), target: undefined };
  if (operation === "CALL") {
    cursor.next();
    const target = cursor.names();
    cursor.skipTo(";");
    return { operation, query: undefined, target };
  }
  if (!CONTROL.has(operation)) throw new SqlSyntaxError("a statement of another kind");
  cursor.skipTo(";");
  return { operation, query: undefined, target: undefined };
}

/** What is done, by the first word; of WITH by the word after it. */
function operationAt(cursor: Cursor): string {
  const key = firstWord(cursor);
  if (key === "TABLE" || key === "VALUES") return "SELECT";
  if (key !== "WITH") return key;
  let depth = 0;
  for (let further = 1; cursor.peek(further).key !== END; further += 1) {
    const each = cursor.key(further);
    if (each === "(") depth += 1;
    if (each === ")") depth -= 1;
    if (depth === 0 && MAIN.has(each)) return each;
  }
  return "SELECT";
}

/** The first word of a text, in upper case; empty where there is none. */
export function operationOf(tokens: readonly Token[]): string {
  return operationAt(new Cursor(tokens, readQuery));
}

function firstWord(cursor: Cursor): string {
  let further = 0;
  while (cursor.key(further) === "(" || cursor.key(further) === ";") further += 1;
  const { kind, key } = cursor.peek(further);
  return kind === "word" && /^[A-Z_]{2,20}$/.test(key) ? key : "";
}

const END = "\u0000";
const MAIN: ReadonlySet<string> = new Set(["SELECT", "INSERT", "UPDATE", "DELETE", "MERGE", "VALUES"]);
