import { type Cursor, SqlSyntaxError } from "./cursor.ts";
import { readExpression } from "./expression.ts";
import { CLAUSES } from "./keywords.ts";
import { type Item, noMentions } from "./syntax.ts";

/** Reads the columns of a result. */
export function readItems(cursor: Cursor): Item[] {
  const items: Item[] = [];
  do {
    const mentions = noMentions();
    if (cursor.take("*")) mentions.wholes.push(undefined);
    else readExpression(cursor, mentions);
    items.push({ ...mentions, alias: readItemAlias(cursor) });
  } while (cursor.take(","));
  return items;
}

function readItemAlias(cursor: Cursor): string | undefined {
  const isSaid = cursor.take("AS");
  const { kind, key, text } = cursor.peek();
  if (kind === "value") {
    cursor.next(); // MySQL takes a string for an alias
    return undefined;
  }
  const isName = kind === "quoted" || (kind === "word" && (isSaid || !CLAUSES.has(key)));
  if (isName) {
    cursor.next();
    return text;
  }
  if (isSaid) throw new SqlSyntaxError("expected an alias");
  return undefined;
}
