import { dialectOf } from "../../src/sql/dialect.ts";
import { tokenise } from "../../src/sql/lexer.ts";
import { readStatements } from "../../src/sql/statement.ts";
import type { Names } from "./postgres-names.ts";

/** What our parser finds in a statement of PostgreSQL; it throws for what it can't read. */
export function namesByUs(text: string): Names {
  const found = { columns: new Set<string>(), tables: new Set<string>() };
  const { tokens } = tokenise(text, dialectOf("postgresql")!, () => false);
  collect(readStatements(tokens), found);
  return { columns: [...found.columns].toSorted(), tables: [...found.tables].toSorted() };
}

function collect(node: unknown, found: { columns: Set<string>; tables: Set<string> }): void {
  if (typeof node !== "object" || node === null) return;
  const { kind, name, columns } = node as { kind?: unknown; name?: string[]; columns?: { name: string }[] };
  if (kind === "table") found.tables.add(name?.at(-1) ?? "");
  for (const column of columns ?? []) found.columns.add(column.name);
  for (const value of Object.values(node)) collect(value, found);
}
