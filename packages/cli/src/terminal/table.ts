import { alignColumns } from "./align.ts";

/** A column of a table. */
export interface TableColumn<Row> {
  readonly title: string;
  readonly cell: (row: Row) => string;
  /** Numbers stand to the right. @default false */
  readonly isNumber?: boolean;
}

/** The rows under their titles, one line each. */
export function formatTable<Row>(columns: readonly TableColumn<Row>[], rows: readonly Row[]): string {
  const titles = columns.map(({ title }) => title);
  const numbers = new Set([...columns.keys()].filter((position) => columns[position]?.isNumber === true));
  const lines = alignColumns([titles, ...rows.map((row) => columns.map(({ cell }) => cell(row)))], numbers);
  return lines.map((line) => `${line}\n`).join("");
}
