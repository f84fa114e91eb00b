import { dialectOf, type SqlDialect } from "../../src/sql/dialect.ts";
import { readSql } from "../../src/sql/read-sql.ts";
import type { SqlReads } from "../../src/sql/reads.ts";

/** Keys into JSON that somebody declared. */
const NAMES: ReadonlySet<string> = new Set(["address", "city", "zip"]);

export function read(text: string, dialect: SqlDialect["name"] = "postgresql"): SqlReads {
  const known = dialectOf(dialect);
  if (!known) throw new Error(`no dialect "${dialect}"`);
  return readSql(text, known, (key) => NAMES.has(key));
}

/** What is read, as `table: selected | filtered`; `?` for the table of columns of no certain one. */
export function shown({ tables, loose }: SqlReads): string[] {
  const lines = tables.map(({ table, selected, filtered, isWhole }) => {
    const columns = [table + ":", ...(isWhole ? ["*"] : []), ...selected, "|", ...filtered];
    return columns.join(" ");
  });
  return loose.length > 0 ? [...lines, ["?:", ...loose].join(" ")] : lines;
}
