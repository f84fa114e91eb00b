import { Pool } from "pg";
import { createBookTable, type BookTable } from "./books.ts";
import { createInterventionTable, type InterventionTable } from "./interventions.ts";
import { createReaderTable, type ReaderTable } from "./readers.ts";
import { schema } from "./schema.ts";

/** Where the feature store lives. */
export interface StoreOptions {
  /** A Postgres connection string. */
  readonly url: string;
  /** The most connections to hold at once. @default 10 */
  readonly connections?: number;
  /** Told of the fault when an idle connection breaks; the next query opens another. @default does nothing */
  readonly onConnectionLost?: (fault: Error) => void;
}

/** The feature store: readers, books, ratings and interventions, in Postgres. */
export interface Store {
  readonly readers: ReaderTable;
  readonly books: BookTable;
  readonly interventions: InterventionTable;
  /** For bulk loading. */
  readonly pool: Pool;
  /** Ends all connections, after the queries under way. Safe to call twice. */
  readonly close: () => Promise<void>;
}

/** Connects, and creates the tables that are not there yet. */
export async function openStore(options: StoreOptions): Promise<Store> {
  const { url, connections = 10, onConnectionLost = () => undefined } = options;
  const pool = new Pool({
    connectionString: url,
    max: connections,
    // PGlite is one session behind all its connections, and keeps the statements of those that were closed.
    // eslint-disable-next-line @typescript-eslint/no-misused-promises -- the pool waits for it; its types don't say so
    onConnect: (client) => client.query("DEALLOCATE ALL"),
  });
  pool.on("error", onConnectionLost);
  await pool.query(schema);

  return {
    readers: createReaderTable(pool),
    books: createBookTable(pool),
    interventions: createInterventionTable(pool),
    pool,
    close: async () => {
      if (!pool.ending) await pool.end();
    },
  };
}
