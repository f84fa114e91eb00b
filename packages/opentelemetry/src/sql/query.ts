import type { Cursor } from "./cursor.ts";
import { readExpression, readExpressions, readOrder, readWindow } from "./expression.ts";
import { readColumnNames, readFrom } from "./from.ts";
import { readItems } from "./items.ts";
import { SELECT_OPTIONS } from "./keywords.ts";
import {
  type Item,
  type Mentions,
  type NamedQuery,
  noMentions,
  type Query,
  type Relation,
  type Select,
} from "./syntax.ts";
import { isWrite, readWrite } from "./write.ts";

/** Reads a query: SELECT, VALUES, several of them by UNION, with its WITH and its ORDER BY. */
export function readQuery(cursor: Cursor): Query {
  const named = readWith(cursor);
  const query: Query = isWrite(cursor)
    ? (readWrite(cursor).query ?? { with: [], selects: [], order: noMentions() })
    : { with: [], selects: readSelects(cursor), order: noMentions() };
  query.with.unshift(...named);
  readTail(cursor, query.order);
  return query;
}

function readWith(cursor: Cursor): NamedQuery[] {
  const named: NamedQuery[] = [];
  if (!cursor.take("WITH")) return named;
  cursor.take("RECURSIVE");
  do {
    const name = cursor.name();
    const names = readColumnNames(cursor);
    cursor.expect("AS");
    cursor.take("NOT");
    cursor.take("MATERIALIZED");
    cursor.expect("(");
    named.push({ name, names, query: cursor.query() });
    cursor.expect(")");
  } while (cursor.take(","));
  return named;
}

function readSelects(cursor: Cursor): (Select | Query)[] {
  const selects = [readTerm(cursor)];
  while (cursor.take("UNION", "INTERSECT", "EXCEPT", "MINUS")) {
    cursor.take("ALL", "DISTINCT");
    selects.push(readTerm(cursor));
  }
  return selects;
}

function readTerm(cursor: Cursor): Select | Query {
  if (cursor.take("(")) {
    const query = cursor.query();
    cursor.expect(")");
    return query;
  }
  if (cursor.take("VALUES")) {
    const conditions = noMentions();
    readExpressions(cursor, conditions);
    return { items: [], from: [], conditions, order: noMentions() };
  }
  if (cursor.take("TABLE")) {
    const whole: Item = { ...noMentions(), wholes: [undefined], alias: undefined };
    const from: Relation[] = [{ kind: "table", name: cursor.names(), alias: undefined }];
    return { items: [whole], from, conditions: noMentions(), order: noMentions() };
  }
  cursor.expect("SELECT");
  return readSelect(cursor);
}

function readSelect(cursor: Cursor): Select {
  const select = {
    items: [] as Item[],
    from: [] as Relation[],
    conditions: noMentions(),
    order: noMentions(),
  };
  readOptions(cursor, select.order);
  if (cursor.key() !== "FROM") select.items.push(...readItems(cursor));
  if (cursor.take("INTO")) cursor.skipTo("FROM", "WHERE", "LIMIT");
  if (cursor.take("FROM")) readFrom(cursor, select.from, select.conditions);
  if (cursor.take("WHERE")) readExpression(cursor, select.conditions);
  if (cursor.take("GROUP")) {
    cursor.expect("BY");
    readGrouping(cursor, select.order);
  }
  if (cursor.take("HAVING")) readExpression(cursor, select.conditions);
  if (cursor.take("WINDOW")) {
    do {
      cursor.name();
      cursor.expect("AS");
      readWindow(cursor, select.order);
    } while (cursor.take(","));
  }
  if (cursor.take("QUALIFY")) readExpression(cursor, select.conditions);
  return select;
}

function readOptions(cursor: Cursor, order: Mentions): void {
  while (SELECT_OPTIONS.has(cursor.key())) {
    const isDistinct = cursor.next().key === "DISTINCT";
    if (!isDistinct || cursor.key() !== "ON" || cursor.key(1) !== "(") continue;
    cursor.next();
    readExpression(cursor, order);
  }
}

function readGrouping(cursor: Cursor, order: Mentions): void {
  cursor.take("ALL", "DISTINCT");
  do {
    if (cursor.take("GROUPING")) cursor.expect("SETS");
    readExpression(cursor, order);
    cursor.take("ASC", "DESC");
  } while (cursor.take(","));
  if (cursor.key() === "WITH" && cursor.key(1) === "ROLLUP") {
    cursor.next();
    cursor.next();
  }
}

/** Reads what stands after all the selects: ORDER BY, LIMIT, locks. */
function readTail(cursor: Cursor, order: Mentions): void {
  for (;;) {
    if (cursor.take("ORDER")) {
      cursor.expect("BY");
      readOrder(cursor, order);
    } else if (cursor.take("LIMIT", "OFFSET")) {
      readExpressions(cursor, noMentions());
      cursor.take("ROW", "ROWS");
    } else if (cursor.take("FETCH", "FOR", "LOCK", "INTO"))
      cursor.skipTo("ORDER", "LIMIT", "OFFSET", "FOR", "UNION");
    else return;
  }
}
