import { stripVTControlCharacters } from "node:util";

import { textWidth } from "./text-width.ts";

/**
 * Fills the cells of rows with spaces, so that columns stand straight in a terminal, under Chinese text and colours
 * too. Two spaces between columns, none at the end of a line.
 */
export function alignColumns(
  rows: readonly (readonly string[])[],
  right: ReadonlySet<number> = new Set(),
): string[] {
  const count = Math.max(0, ...rows.map((row) => row.length));
  const widths = Array.from({ length: count }, (_, column) =>
    Math.max(...rows.map((row) => widthOf(row[column] ?? ""))),
  );
  return rows.map((row) =>
    row
      .map((cell, column) => {
        const gap = " ".repeat((widths[column] ?? 0) - widthOf(cell));
        return right.has(column) ? gap + cell : cell + gap;
      })
      .join("  ")
      .trimEnd(),
  );
}

function widthOf(cell: string): number {
  return textWidth(stripVTControlCharacters(cell));
}
