import type { Dataset } from "../data/dataset.ts";
import type { Store } from "./store.ts";

/** How a data set is loaded. */
export interface LoadOptions {
  /**
   * Share of the books whose publishers pay for them, chosen by a hash of the ISBN, so that the same books always are.
   * Book-Crossing knows no advertising; a service that shows minors paid books needs some. @default 0.02
   */
  readonly adShare?: number;
}

/** Rows in one INSERT. */
const chunk = 10_000;

const inserts = {
  readers: `INSERT INTO readers (id, city, state, country, age)
    SELECT * FROM unnest($1::int[], $2::text[], $3::text[], $4::text[], $5::int[])`,
  books: `INSERT INTO books (isbn, title, author, year, publisher)
    SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::int[], $5::text[])`,
  ratings: `INSERT INTO ratings (reader_id, isbn, rating)
    SELECT * FROM unnest($1::int[], $2::text[], $3::smallint[])`,
};

const markAds = `UPDATE books SET ad = true WHERE abs(hashtext(isbn)::bigint) % 10000 < $1`;

/** A reader's interests: the five authors of whose books they rated most 7 or better. */
const deriveInterests = `
  WITH liked AS (
    SELECT reader_id, author, row_number() OVER (PARTITION BY reader_id ORDER BY count(*) DESC, avg(rating) DESC, author) AS place
    FROM ratings JOIN books USING (isbn)
    WHERE rating >= 7
    GROUP BY reader_id, author
  )
  UPDATE readers SET interests = tags.authors
  FROM (SELECT reader_id, array_agg(author ORDER BY place) AS authors FROM liked WHERE place <= 5 GROUP BY reader_id) AS tags
  WHERE readers.id = tags.reader_id`;

/** Whether a store holds readers already. */
export async function isLoaded(store: Store): Promise<boolean> {
  const { rows } = await store.pool.query<{ loaded: boolean }>(
    "SELECT EXISTS (SELECT FROM readers) AS loaded",
  );
  return rows[0]?.loaded === true;
}

/** Loads a data set into an empty store, marks the paid books, and derives every reader's interest tags. */
export async function loadDataset(store: Store, dataset: Dataset, options: LoadOptions = {}): Promise<void> {
  const { adShare = 0.02 } = options;
  const { users, books, ratings } = dataset;
  await insert(store, inserts.readers, users, (user) => [
    user.id,
    user.city,
    user.state,
    user.country,
    user.age,
  ]);
  await insert(store, inserts.books, books, (book) => [
    book.isbn,
    book.title,
    book.author,
    book.year,
    book.publisher,
  ]);
  await insert(store, inserts.ratings, ratings, ({ userId, isbn, rating }) => [userId, isbn, rating]);
  await store.pool.query(markAds, [Math.round(adShare * 10_000)]);
  await store.pool.query(deriveInterests);
  await store.pool.query("ANALYZE");
}

/** Inserts in chunks, each one statement over arrays of columns: far fewer round trips than rows. */
async function insert<Item>(
  store: Store,
  text: string,
  items: readonly Item[],
  columnsOf: (item: Item) => readonly unknown[],
): Promise<void> {
  for (let from = 0; from < items.length; from += chunk) {
    const rows = items.slice(from, from + chunk).map(columnsOf);
    const columns = rows[0]?.map((_, column) => rows.map((row) => row[column])) ?? [];
    await store.pool.query(text, columns);
  }
}
