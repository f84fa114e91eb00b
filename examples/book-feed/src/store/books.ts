import type { Pool } from "pg";
import type { Book } from "../data/dataset.ts";

/** A book as the service shows it. */
export interface CatalogueBook extends Book {
  /** Whether its publisher pays for it to be shown. */
  readonly ad: boolean;
}

/** The catalogue. */
export interface BookTable {
  /** The books of these ISBNs, in the order asked for; unknown ones are left out. */
  readonly list: (isbns: readonly string[]) => Promise<readonly CatalogueBook[]>;
}

/** @internal The catalogue's queries, each prepared once for a connection. */
export function createBookTable(pool: Pool): BookTable {
  return {
    list: async (isbns) => {
      const { rows } = await pool.query<CatalogueBook>({
        name: "books",
        text: `SELECT isbn, title, author, year, publisher, ad
               FROM unnest($1::text[]) WITH ORDINALITY AS asked (isbn, place) JOIN books USING (isbn)
               ORDER BY place`,
        values: [isbns],
      });
      return rows;
    },
  };
}
