import { createHash } from "node:crypto";
import { SqlSyntaxError } from "./cursor.ts";
import type { SqlDialect } from "./dialect.ts";
import { type Lexed, tokenise } from "./lexer.ts";
import { Lineage } from "./lineage.ts";
import { CONTROL } from "./keywords.ts";
import type { SqlReads } from "./reads.ts";
import { operationOf, readStatements } from "./statement.ts";
import type { Token } from "./token.ts";

/**
 * Says which columns of which tables a statement reads. Never throws, and takes time in proportion to the text's length,
 * whatever it is given; a statement that can't be read is told by its operation and digest alone. `isName` says which keys
 * into JSON are names and not data.
 */
export function readSql(text: string, dialect: SqlDialect, isName: (key: string) => boolean = no): SqlReads {
  const lexed = tokenise(text, dialect, isName);
  return readTokens(lexed, digestOf(lexed.tokens));
}

/** @internal The same of a text that is parted already. */
export function readTokens({ tokens, isWhole }: Lexed, digest: string): SqlReads {
  const operation = operationOf(tokens);
  const isControl = CONTROL.has(operation);
  const unread = {
    operation,
    tables: [],
    loose: [],
    target: undefined,
    digest,
    isRead: isControl,
    isControl,
  };
  if (!isWhole || isControl) return unread;
  try {
    const statements = readStatements(tokens);
    const lineage = new Lineage();
    for (const { query } of statements) if (query) lineage.follow(query);
    const target = statements.find((statement) => statement.target)?.target?.join(".");
    const first = statements[0]?.operation ?? operation;
    const { tables, loose } = lineage;
    return { operation: first, tables, loose, target, digest, isRead: true, isControl };
  } catch (error) {
    if (error instanceof SqlSyntaxError) return unread;
    throw error;
  }
}

/** @internal Of a statement without its values and its layout. */
export function digestOf(tokens: readonly Token[]): string {
  const parts = tokens.map(({ kind, text, path }) => {
    if (kind === "word") return text.toLowerCase();
    if (kind === "quoted") return `"${text}"`;
    return path === undefined ? text : `'${path}'`;
  });
  return createHash("sha256").update(parts.join(" ")).digest("hex").slice(0, 16);
}

function no(): boolean {
  return false;
}
