import { clickhouseType } from "@probity/core";
import type { Column, Columns } from "@probity/core";

/** Values that grow from row to row; everything else is as good as it gets with plain ZSTD (measured). */
const GROWING: ReadonlySet<string> = new Set(["ts", "seq"]);

/**
 * @internal The column definitions of a record's table as its version `version` has them, one a line: what a
 * migration is written with. `test/migrations.test.ts` holds the shipped files against it.
 */
export function columnDefinitions(record: { readonly columns: Columns }, version: number): string {
  return Object.entries(record.columns)
    .filter(([, column]) => column.since <= version)
    .map(([name, column]) => `  ${columnDefinition(name, column)}`)
    .join(",\n");
}

function columnDefinition(name: string, { type, doc }: Column): string {
  const codec = GROWING.has(name) ? "Delta, ZSTD(1)" : "ZSTD(1)";
  return `\`${name}\` ${clickhouseType(type)} COMMENT '${doc.replaceAll("'", "''")}' CODEC(${codec})`;
}
