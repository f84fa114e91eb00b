import { type Cursor, SqlSyntaxError } from "./cursor.ts";
import { readCall, readExpression } from "./expression.ts";
import { CLAUSES, JOIN_WORDS } from "./keywords.ts";
import type { Mentions, Relation } from "./syntax.ts";
import { noMentions } from "./syntax.ts";

/** Reads what stands after FROM: tables, queries and calls, and the conditions that join them. */
export function readFrom(cursor: Cursor, into: Relation[], conditions: Mentions): void {
  do readJoined(cursor, into, conditions);
  while (cursor.take(","));
}

function readJoined(cursor: Cursor, into: Relation[], conditions: Mentions): void {
  readRelation(cursor, into, conditions);
  for (;;) {
    // ON CONFLICT and ON DUPLICATE KEY belong to the INSERT around.
    if (cursor.key() === "ON" && cursor.key(1) !== "CONFLICT" && cursor.key(1) !== "DUPLICATE") {
      cursor.next();
      readExpression(cursor, conditions);
    } else if (cursor.key() === "USING" && cursor.key(1) === "(") {
      cursor.next();
      cursor.next();
      cursor.skipBrackets();
      if (cursor.take("AS")) cursor.name();
    } else if (isJoin(cursor)) readRelation(cursor, into, conditions);
    else return;
  }
}

function isJoin(cursor: Cursor): boolean {
  let isStraight = false;
  let words = 0;
  while (JOIN_WORDS.has(cursor.key(words))) {
    isStraight = cursor.key(words) === "STRAIGHT_JOIN";
    words += 1;
  }
  const isJoined = cursor.key(words) === "JOIN";
  if (!isJoined && !isStraight) return false;
  for (let i = 0; i < words + (isJoined ? 1 : 0); i += 1) cursor.next();
  return true;
}

function readRelation(cursor: Cursor, into: Relation[], conditions: Mentions): void {
  cursor.take("LATERAL", "ONLY");
  if (cursor.key() === "(") {
    readInBrackets(cursor, into, conditions);
    return;
  }
  if (cursor.peek().kind === "value") {
    cursor.next();
    into.push({ kind: "call", args: noMentions(), alias: readAlias(cursor).alias });
    return;
  }
  if (cursor.key() === "ROWS" && cursor.key(1) === "FROM") {
    cursor.next();
    cursor.next();
    readInBrackets(cursor, into, conditions);
    return;
  }
  if (CLAUSES.has(cursor.key()) && cursor.key(1) !== "(") throw new SqlSyntaxError("expected a table");
  const name = cursor.names();
  if (cursor.key() === "(") {
    into.push(readFunction(cursor, name.at(-1) ?? ""));
    return;
  }
  cursor.take("*");
  skipHints(cursor);
  const { alias } = readAlias(cursor);
  into.push({ kind: "table", name, alias });
  skipHints(cursor);
}

function readFunction(cursor: Cursor, name: string): Relation {
  const args = noMentions();
  readCall(cursor, args, name);
  if (cursor.key() === "WITH" && (cursor.key(1) === "ORDINALITY" || cursor.key(1) === "OFFSET")) {
    cursor.next();
    cursor.next();
  }
  return { kind: "call", args, alias: readAlias(cursor).alias };
}

function readInBrackets(cursor: Cursor, into: Relation[], conditions: Mentions): void {
  if (cursor.isQuery()) {
    cursor.expect("(");
    const query = cursor.query();
    cursor.expect(")");
    const { alias, names } = readAlias(cursor);
    into.push({ kind: "query", query, alias, names });
    return;
  }
  cursor.expect("(");
  cursor.nested(() => readFrom(cursor, into, conditions));
  cursor.expect(")");
  readAlias(cursor);
}

interface Alias {
  readonly alias: string | undefined;
  readonly names: readonly string[];
}

function readAlias(cursor: Cursor): Alias {
  const isSaid = cursor.take("AS");
  const { kind, key } = cursor.peek();
  const isName = kind === "quoted" || (kind === "word" && !CLAUSES.has(key) && !NO_ALIAS.has(key));
  // `AS (a int, b text)`: columns without a name for them all.
  const alias = isName ? cursor.name() : undefined;
  if (isSaid && alias === undefined && cursor.key() !== "(") throw new SqlSyntaxError("expected an alias");
  return { alias, names: alias !== undefined || isSaid ? readColumnNames(cursor) : [] };
}

/** Reads `(a, b)` or `(a int, b text)`. */
export function readColumnNames(cursor: Cursor): readonly string[] {
  if (!cursor.take("(")) return [];
  const names: string[] = [];
  while (!cursor.take(")")) {
    names.push(cursor.name());
    cursor.skipTo(",");
    cursor.take(",");
    if (cursor.isAtEnd()) throw new SqlSyntaxError("a bracket is left open");
  }
  return names;
}

/** Leaves out what is said to the planner: `USE INDEX (…)`, `INDEXED BY i`, `TABLESAMPLE bernoulli (1)`. */
function skipHints(cursor: Cursor): void {
  for (;;) {
    if (cursor.take("PARTITION")) {
      cursor.expect("(");
      cursor.skipBrackets();
    } else if (cursor.take("USE", "FORCE", "IGNORE")) {
      cursor.skipTo("(");
      cursor.expect("(");
      cursor.skipBrackets();
    } else if (cursor.take("INDEXED")) {
      cursor.expect("BY");
      cursor.name();
    } else if (cursor.key() === "NOT" && cursor.key(1) === "INDEXED") {
      cursor.next();
      cursor.next();
    } else if (cursor.take("TABLESAMPLE", "REPEATABLE")) {
      cursor.skipTo("(");
      cursor.expect("(");
      cursor.skipBrackets();
    } else return;
  }
}

const NO_ALIAS: ReadonlySet<string> = new Set(
  "PARTITION USE FORCE IGNORE INDEXED NOT TABLESAMPLE REPEATABLE DO WHERE".split(" "),
);
