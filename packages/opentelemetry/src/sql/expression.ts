import { type Cursor, SqlSyntaxError } from "./cursor.ts";
import { CLAUSES, CONSTANTS, INFIX, PREFIX, TYPED, UNITS } from "./keywords.ts";
import { addLookups, type Operand, VALUE } from "./lookups.ts";
import type { ColumnName, Mentions } from "./syntax.ts";
import { noMentions } from "./syntax.ts";

/**
 * Reads an expression for what it mentions. Operands and operators are a flat row: which of them binds closer makes no
 * difference to which columns there are.
 */
export function readExpression(cursor: Cursor, into: Mentions): void {
  const operands: Operand[] = [];
  const operators: string[] = [];
  for (;;) {
    const operand = readOperand(cursor, into);
    readSuffixes(cursor, into, operand);
    operands.push(operand);
    const operator = readOperator(cursor);
    if (operator === undefined) break;
    operators.push(operator);
  }
  addLookups(operands, operators);
}

/** Reads expressions with commas between them. */
export function readExpressions(cursor: Cursor, into: Mentions): void {
  do readExpression(cursor, into);
  while (cursor.take(","));
}

/** Reads what stands after ORDER BY. */
export function readOrder(cursor: Cursor, into: Mentions): void {
  do {
    readExpression(cursor, into);
    cursor.take("ASC", "DESC");
    if (cursor.take("USING")) cursor.next();
    if (cursor.take("NULLS")) cursor.take("FIRST", "LAST");
  } while (cursor.take(","));
}

/** Reads what stands in brackets after OVER, or after WINDOW and a name. */
export function readWindow(cursor: Cursor, into: Mentions): void {
  cursor.expect("(");
  if (cursor.peek().kind !== "mark" && !isOneOf(cursor, "PARTITION", "ORDER", "ROWS", "RANGE", "GROUPS"))
    cursor.next();
  if (cursor.take("PARTITION")) {
    cursor.expect("BY");
    readExpressions(cursor, into);
  }
  if (cursor.take("ORDER")) {
    cursor.expect("BY");
    readOrder(cursor, into);
  }
  cursor.skipBrackets(); // the frame has no column
}

function readOperand(cursor: Cursor, into: Mentions): Operand {
  while (isPrefix(cursor)) cursor.next();
  const { kind, key } = cursor.peek();
  if (kind === "value") return take(cursor, VALUE);
  if (key === "(") return readGroup(cursor, into);
  if (key === "[") return readElements(cursor, into);
  if (kind === "quoted") return readName(cursor, into);
  if (kind !== "word") throw new SqlSyntaxError("expected an operand");
  return readWord(cursor, into, key);
}

function readWord(cursor: Cursor, into: Mentions, key: string): Operand {
  const after = cursor.peek(1);
  if (key === "CASE" && after.key !== ".") return readCase(cursor, into);
  if (key === "ARRAY" && (after.key === "[" || after.key === "(")) {
    cursor.next();
    return readOperand(cursor, into);
  }
  if (key === "INTERVAL" && (after.kind === "value" || after.key === "(" || after.key === "-"))
    return readInterval(cursor, into);
  if (TYPED.has(key) && after.kind === "value") {
    cursor.next();
    return take(cursor, VALUE);
  }
  if (CONSTANTS.has(key) && after.key !== ".") {
    cursor.next();
    if (cursor.take("(")) cursor.skipBrackets();
    return CONSTANT;
  }
  const isCall = after.key === "(" && FUNCTIONS_TOO.has(key);
  if (CLAUSES.has(key) && !isCall && after.key !== ".")
    throw new SqlSyntaxError("a clause where an operand was expected");
  return readName(cursor, into);
}

/** Whether what is here only says something of the operand that follows. */
function isPrefix(cursor: Cursor): boolean {
  const { kind, key } = cursor.peek();
  if (kind === "operator") return key !== "*";
  if (kind !== "word" || !PREFIX.has(key)) return false;
  const after = cursor.peek(1);
  // A column may be called `row` or `binary`.
  if (after.kind === "operator") return after.key === "-" || after.key === "+";
  return after.kind !== "mark" || after.key === "(" || after.key === "[";
}

function readName(cursor: Cursor, into: Mentions): Operand {
  const parts = [cursor.name()];
  while (cursor.take(".")) {
    if (cursor.take("*")) {
      into.wholes.push(parts.at(-1));
      return CONSTANT;
    }
    parts.push(cursor.name());
  }
  if (cursor.key() === "(") {
    readCall(cursor, into, parts.at(-1) ?? "");
    return { isCall: true };
  }
  const column: ColumnName = { of: parts.at(-2), name: parts.at(-1) ?? "", path: "", isLookup: false };
  into.columns.push(column);
  return { column };
}

function readGroup(cursor: Cursor, into: Mentions): Operand {
  cursor.expect("(");
  const inner = noMentions();
  const isOfQuery = cursor.isQuery() && cursor.key() !== "(";
  if (isOfQuery) {
    inner.queries.push(cursor.query());
    cursor.expect(")");
  } else cursor.nested(() => readList(cursor, inner));
  into.columns.push(...inner.columns);
  into.wholes.push(...inner.wholes);
  into.queries.push(...inner.queries);
  if (isOfQuery) return { isQuery: true };
  return inner.columns.length + inner.wholes.length + inner.queries.length === 0 ? VALUE : {};
}

function readList(cursor: Cursor, into: Mentions): void {
  while (!cursor.take(")")) {
    if (cursor.take(",")) continue;
    readExpression(cursor, into);
    // ((SELECT …) UNION (SELECT …)): what looked like an operand was the first of several queries.
    if (cursor.take("UNION", "INTERSECT", "EXCEPT")) {
      cursor.take("ALL", "DISTINCT");
      into.queries.push(cursor.query());
    } else if (!isOneOf(cursor, ")", ","))
      throw new SqlSyntaxError("expected a comma or the end of the list");
  }
}

function readElements(cursor: Cursor, into: Mentions): Operand {
  cursor.expect("[");
  cursor.nested(() => {
    while (!cursor.take("]")) if (!cursor.take(",", ":")) readExpression(cursor, into);
  });
  return {};
}

function readCase(cursor: Cursor, into: Mentions): Operand {
  cursor.expect("CASE");
  cursor.nested(() => {
    if (cursor.key() !== "WHEN") readExpression(cursor, into);
    while (cursor.take("WHEN")) {
      readExpression(cursor, into);
      cursor.expect("THEN");
      readExpression(cursor, into);
    }
    if (cursor.take("ELSE")) readExpression(cursor, into);
    cursor.expect("END");
  });
  return {};
}

function readInterval(cursor: Cursor, into: Mentions): Operand {
  cursor.next();
  const operand = cursor.nested(() => readOperand(cursor, into));
  if (UNITS.has(cursor.key())) cursor.next();
  if (cursor.take("TO")) cursor.next();
  return operand;
}

/** Reads what stands in brackets after a function's name, and the brackets. */
export function readCall(cursor: Cursor, into: Mentions, name: string): void {
  cursor.expect("(");
  cursor.nested(() => readArguments(cursor, into, name.toUpperCase()));
}

function readArguments(cursor: Cursor, into: Mentions, called: string): void {
  if (WITH_UNIT.has(called) && cursor.peek().kind === "word") cursor.next();
  const before = into.columns.length;
  while (!cursor.take(")")) {
    const isStep = JSON_STEPS.has(called) && cursor.key() === "," && cursor.peek(1).kind === "value";
    if (isStep && into.columns.length === before + 1)
      stepInto(into.columns.at(-1), cursor.peek(1).path ?? "*");
    if (cursor.take(",", ":", "*", "FROM", "FOR", "PLACING", "SEPARATOR", "DISTINCT")) continue;
    // JSON_OBJECT(KEY 'a' VALUE b); a column may be called so, too.
    if (cursor.key() === "KEY" && cursor.peek(1).kind === "value") cursor.next();
    if (cursor.take("ORDER")) {
      cursor.expect("BY");
      readOrder(cursor, into);
    } else if (cursor.key(1) === "=>" || cursor.key(1) === ":=") {
      cursor.next();
      cursor.next();
      continue;
    } else if (cursor.isQuery() && cursor.key() !== "(") into.queries.push(cursor.query());
    else readExpression(cursor, into);
    // What follows these is a type, a character set or a choice, and no column.
    const isRest = AFTER_ARGUMENT.has(cursor.key()) || (called === "CONVERT" && TYPES.test(cursor.key(1)));
    if (isRest) {
      cursor.skipBrackets();
      return;
    }
    if (cursor.take("VALUE")) continue;
    if (!isOneOf(cursor, ",", ")", ":", "FROM", "FOR", "PLACING", "SEPARATOR", "ORDER"))
      throw new SqlSyntaxError("expected a comma or the end of the arguments");
  }
}

/** Reads what may follow an operand: a cast, a subscript, a step into JSON, a window. */
function readSuffixes(cursor: Cursor, into: Mentions, operand: Operand): void {
  for (;;) {
    const key = cursor.key();
    if (ARROWS.has(key) && cursor.peek(1).kind === "value") {
      cursor.next();
      const { path = "*" } = cursor.next();
      stepInto(operand.column, path);
    } else if (cursor.take("::")) readType(cursor);
    else if (key === "[") readElements(cursor, into);
    else if (cursor.take(".")) {
      if (!cursor.take("*")) cursor.name();
    } else if (cursor.take("COLLATE")) cursor.names();
    else if (
      key === "AT" &&
      isOneOf(cursor, "AT") &&
      (cursor.key(1) === "TIME" || cursor.key(1) === "LOCAL")
    ) {
      cursor.next();
      if (cursor.next().key === "TIME") {
        cursor.expect("ZONE");
        readOperand(cursor, into);
      }
    } else if (cursor.take("ISNULL", "NOTNULL")) continue;
    else if (key === "NOT" && cursor.key(1) === "NULL") {
      cursor.next();
      cursor.next();
    } else if (operand.isCall !== true || !readCallSuffix(cursor, into)) return;
  }
}

function readCallSuffix(cursor: Cursor, into: Mentions): boolean {
  const after = cursor.key(1);
  if (cursor.key() === "OVER") {
    cursor.next();
    if (after === "(") readWindow(cursor, into);
    else cursor.name();
  } else if (cursor.key() === "FILTER" && after === "(") {
    cursor.next();
    cursor.next();
    cursor.expect("WHERE");
    readExpression(cursor, into);
    cursor.expect(")");
  } else if (cursor.key() === "WITHIN" && after === "GROUP") {
    cursor.next();
    cursor.next();
    readWindow(cursor, into);
  } else if (cursor.key() === "AGAINST" && after === "(") {
    cursor.next();
    cursor.next();
    cursor.skipBrackets();
  } else if (isOneOf(cursor, "IGNORE", "RESPECT") && after === "NULLS") {
    cursor.next();
    cursor.next();
  } else return false;
  return true;
}

function stepInto(column: ColumnName | undefined, path: string): void {
  if (!column || column.path === "*" || column.path.endsWith(".*")) return;
  column.path = column.path === "" ? path : `${column.path}.${path}`;
}

/** Reads the name of a type: `double precision`, `varchar(20)[]`, `timestamp with time zone`. */
function readType(cursor: Cursor): void {
  cursor.names();
  while (cursor.take("PRECISION", "VARYING", "TIME", "ZONE", "ARRAY") || isZone(cursor)) continue;
  if (cursor.take("(")) cursor.skipBrackets();
  while (isZone(cursor) || cursor.take("TIME", "ZONE")) continue;
  while (cursor.key() === "[" && (cursor.key(1) === "]" || cursor.key(2) === "]"))
    while (!cursor.take("]")) cursor.next();
}

function isZone(cursor: Cursor): boolean {
  return cursor.key(1) === "TIME" && cursor.take("WITH", "WITHOUT");
}

function readOperator(cursor: Cursor): string | undefined {
  const { kind, key } = cursor.peek();
  if (key === ":") return undefined; // of a slice, a[1:2]
  if (kind === "operator") return cursor.next().key;
  if (key === "NOT" && INFIX.has(cursor.key(1))) cursor.next();
  if (kind !== "word" || !INFIX.has(cursor.key())) return undefined;
  const operator = cursor.next().key;
  if (operator === "IS") readIs(cursor);
  if (operator === "SIMILAR" || operator === "MEMBER") cursor.next(); // TO, OF
  if (operator === "SOUNDS") cursor.expect("LIKE");
  if (operator === "BETWEEN") cursor.take("SYMMETRIC", "ASYMMETRIC");
  if (operator === "OPERATOR" && cursor.take("(")) cursor.skipBrackets();
  return operator;
}

function readIs(cursor: Cursor): void {
  cursor.take("NOT");
  if (cursor.key() === "DISTINCT" && cursor.key(1) === "FROM") {
    cursor.next();
    cursor.next();
  }
}

function isOneOf(cursor: Cursor, ...keys: readonly string[]): boolean {
  return !cursor.isAtEnd() && keys.includes(cursor.key());
}

function take(cursor: Cursor, operand: Operand): Operand {
  cursor.next();
  return operand;
}

const CONSTANT: Operand = {};
/** Functions whose first argument is a unit of time. */
const WITH_UNIT: ReadonlySet<string> = new Set(["EXTRACT", "TIMESTAMPDIFF", "TIMESTAMPADD"]);
const JSON_STEPS: ReadonlySet<string> = new Set(["JSON_EXTRACT", "JSON_VALUE", "JSON_QUERY", "JSON_EXISTS"]);
const ARROWS: ReadonlySet<string> = new Set(["->", "->>", "#>", "#>>"]);
/** Words that are a clause, and a function where a bracket follows. */
const FUNCTIONS_TOO: ReadonlySet<string> = new Set(["LEFT", "RIGHT", "VALUES", "SET", "USING", "OFFSET"]);
const AFTER_ARGUMENT: ReadonlySet<string> = new Set(
  "AS USING COLUMNS RETURNING ON ABSENT NULL WITH WITHOUT NULLS LIMIT TO PASSING DEFAULT".split(" "),
);
const TYPES =
  /^(?:SIGNED|UNSIGNED|CHAR|NCHAR|BINARY|DATE|DATETIME|TIME|DECIMAL|JSON|FLOAT|DOUBLE|REAL|YEAR)$/;
