import { PGlite } from "@electric-sql/pglite";
import { PGLiteSocketServer } from "@electric-sql/pglite-socket";
import type { StoreOptions } from "./store.ts";

/** A Postgres inside this process, listening on a free port of the loopback address; gone when closed. */
export interface LocalPostgres {
  /** What `openStore` needs to reach it. */
  readonly store: StoreOptions;
  /** Stops listening and frees the memory. Close the store first. Safe to call twice. */
  readonly close: () => Promise<void>;
}

/**
 * Starts PGlite, a Postgres compiled to WebAssembly, behind a socket, so that the service speaks to it with the real
 * client as it would to a server. Takes two to three seconds; needs nothing installed.
 *
 * PGlite runs one statement at a time in one session. A second connection would win nothing and share the first
 * one's prepared statements, so there is one, and the pool queues.
 */
export async function startLocalPostgres(): Promise<LocalPostgres> {
  const database = await PGlite.create();
  const server = new PGLiteSocketServer({ db: database, host: "127.0.0.1", port: 0, maxConnections: 1 });
  await server.start();

  return {
    store: { url: `postgres://postgres@${server.getServerConn()}/postgres`, connections: 1 },
    close: async () => {
      await server.stop();
      if (!database.closed) await database.close();
    },
  };
}
