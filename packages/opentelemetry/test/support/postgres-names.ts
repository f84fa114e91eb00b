import { loadModule, parseSync } from "libpg-query";

await loadModule();

/** The columns and tables that a statement names, each once and sorted. */
export interface Names {
  readonly columns: readonly string[];
  readonly tables: readonly string[];
}

/** What PostgreSQL's own parser finds in a statement; it throws for what is none. */
export function namesByPostgres(text: string): Names {
  const found = { columns: new Set<string>(), tables: new Set<string>() };
  collect(parseSync(text), found);
  return { columns: [...found.columns].toSorted(), tables: [...found.tables].toSorted() };
}

/** What of the syntax tree is looked at. */
interface PostgresNode {
  readonly fields?: readonly { readonly String?: { readonly sval: string } }[];
  readonly relname?: string;
}

function collect(node: unknown, found: { columns: Set<string>; tables: Set<string> }): void {
  if (typeof node !== "object" || node === null) return;
  for (const [key, value] of Object.entries(node) as [string, PostgresNode][]) {
    if (key === "lockingClause") continue; // FOR UPDATE OF: names a table again, and reads nothing
    const last = key === "ColumnRef" ? value.fields?.at(-1)?.String?.sval : undefined;
    if (last !== undefined) found.columns.add(last);
    if (key === "RangeVar") found.tables.add(value.relname ?? "");
    collect(value, found);
  }
}
