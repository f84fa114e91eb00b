import { PGlite } from "@electric-sql/pglite";
import { PGLiteSocketServer } from "@electric-sql/pglite-socket";

/** A Postgres in this process with a table of readers, which real clients connect to, one at a time. */
export interface Postgres extends AsyncDisposable {
  readonly url: string;
}

export async function startPostgres(): Promise<Postgres> {
  const database = await PGlite.create();
  await database.exec(
    "CREATE TABLE readers (id text, age int, interests text); INSERT INTO readers VALUES ('r1', 30, 'history')",
  );
  const server = new PGLiteSocketServer({ db: database, host: "127.0.0.1", port: 0, maxConnections: 1 });
  await server.start();
  return {
    url: `postgres://postgres@${server.getServerConn()}/postgres`,
    [Symbol.asyncDispose]: async () => {
      await server.stop();
      await database.close();
    },
  };
}
