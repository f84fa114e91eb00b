import { stripVTControlCharacters } from "node:util";

import { textWidth } from "./text-width.ts";

/**
 * Fills the cells of rows with spaces, so that columns stand straight in a terminal, under Chinese text and colours
 * too. Two spaces between columns, none at the end of a line. `right` has the columns whose cells stand to the right.
 */
export function alignColumns(
  rows: readonly (readonly string[])[],
  right: ReadonlySet<number> = new Set(),
): string[] {
  const measured = rows.map((row) => row.map((cell) => ({ cell, width: widthOf(cell) })));
  const widths: number[] = [];
  for (const row of measured) {
    for (const [column, { width }] of row.entries()) widths[column] = Math.max(widths[column] ?? 0, width);
  }
  return measured.map((row) =>
    row
      .map(({ cell, width }, column) => {
        const gap = " ".repeat((widths[column] ?? 0) - width);
        return right.has(column) ? gap + cell : cell + gap;
      })
      .join("  ")
      .trimEnd(),
  );
}

function widthOf(cell: string): number {
  return textWidth(stripVTControlCharacters(cell));
}
