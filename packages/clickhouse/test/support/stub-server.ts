import { createServer, type RequestListener } from "node:http";
import type { AddressInfo, Server, Socket } from "node:net";

/** Something on a port that is not ClickHouse. */
export interface StubServer {
  readonly url: string;
  /** Cuts every connection. */
  readonly close: () => Promise<void>;
}

/** Starts an HTTP server with that answer to everything. */
export async function startStub(answer: RequestListener): Promise<StubServer> {
  return listen(createServer(answer));
}

/** Makes any server listen on a free port of the loopback. */
export async function listen(server: Server): Promise<StubServer> {
  const sockets: Set<Socket> = new Set();
  server.on("connection", (socket: Socket) => sockets.add(socket));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    close: () => {
      for (const socket of sockets) socket.destroy();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}
