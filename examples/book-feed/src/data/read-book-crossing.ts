import { createReadStream } from "node:fs";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { createGunzip } from "node:zlib";
import { parse, type Info } from "csv-parse";
import { BookFeedError } from "../errors.ts";
import type { Dataset } from "./dataset.ts";
import { bookTable, ratingTable, userTable, type Row, type Table } from "./tables.ts";

/**
 * Reads the Book-Crossing subset: `users.csv.gz`, `books.csv.gz` and `ratings.csv.gz` in one folder, streamed.
 *
 * @throws BookFeedError `NO_DATA` when a file is missing, `BAD_DATA` with file and line when a row is not as expected.
 */
export async function readBookCrossing(directory: string): Promise<Dataset> {
  const [users, books, ratings] = await Promise.all([
    readTable(directory, userTable),
    readTable(directory, bookTable),
    readTable(directory, ratingTable),
  ]);
  return { users, books, ratings };
}

async function readTable<Column extends string, Item>(
  directory: string,
  table: Table<Column, Item>,
): Promise<Item[]> {
  const path = join(directory, table.file);
  const items: Item[] = [];
  let line = 1;
  try {
    await pipeline(
      createReadStream(path),
      createGunzip(),
      parse({ bom: true, info: true, columns: (header: string[]) => sameColumns(header, table.columns) }),
      async (rows: AsyncIterable<{ record: Row<Column>; info: Info }>) => {
        for await (const { record, info } of rows) {
          line = info.lines;
          items.push(table.read(record));
        }
      },
    );
  } catch (cause) {
    throw explain(cause, path, line);
  }
  return items;
}

function sameColumns(found: readonly string[], expected: readonly string[]): string[] {
  if (found.join() !== expected.join()) {
    throw new RangeError(`expected the columns ${expected.join()}, found ${found.join()}`);
  }
  return [...found];
}

function explain(cause: unknown, path: string, line: number): BookFeedError {
  if (cause instanceof Error && "code" in cause && cause.code === "ENOENT") {
    return new BookFeedError(
      "NO_DATA",
      `no file ${path}: give the folder that holds users.csv.gz, books.csv.gz and ratings.csv.gz`,
      { cause },
    );
  }
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new BookFeedError("BAD_DATA", `${path}, line ${line}: ${reason}`, { cause });
}
