import { once } from "node:events";
import { createRequire } from "node:module";
import type { AddressInfo, Server } from "node:net";

/** A server that speaks MySQL and answers every statement with nothing, by the one that comes with mysql2. */
export interface MySqlServer extends AsyncDisposable {
  readonly port: number;
}

interface ServerConnection {
  on(event: string, listener: () => void): void;
  serverHandshake(greeting: object): void;
  writeOk(): void;
  sequenceId: number;
}

interface Module {
  createServer(onConnection: (connection: ServerConnection) => void): { readonly _server: Server };
}

const GREETING = {
  protocolVersion: 10,
  serverVersion: "8.0.0",
  connectionId: 1,
  statusFlags: 2,
  characterSet: 8,
  capabilityFlags: 0xffffff,
};

export async function startMySqlServer(): Promise<MySqlServer> {
  const { _server: server } = (createRequire(import.meta.url)("mysql2") as Module).createServer(
    (connection) => {
      const authCallback = (_: object, done: () => void): void => {
        done();
        connection.sequenceId = 0;
      };
      connection.serverHandshake({ ...GREETING, authCallback });
      connection.on("query", () => {
        connection.sequenceId = 1;
        connection.writeOk();
        connection.sequenceId = 0;
      });
      connection.on("error", () => undefined); // a client that hangs up
    },
  );
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    port: (server.address() as AddressInfo).port,
    [Symbol.asyncDispose]: async () => {
      server.close();
      await once(server, "close");
    },
  };
}
