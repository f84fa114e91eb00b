import { once } from "node:events";
import { type AddressInfo, createServer, type Socket } from "node:net";

/** A server that speaks enough of Redis' protocol to be asked by its clients. */
export interface RedisServer extends AsyncDisposable {
  readonly port: number;
}

const ANSWERS: Readonly<Record<string, string>> = {
  HELLO: "%1\r\n$5\r\nproto\r\n:3\r\n",
  INFO: "$21\r\nredis_version:7.4.0\r\n\r\n",
  HGETALL: "*2\r\n$3\r\nage\r\n$2\r\n30\r\n",
  GET: "$5\r\nParis\r\n",
};

export async function startRedisServer(): Promise<RedisServer> {
  const sockets: Set<Socket> = new Set();
  const server = createServer((socket) => {
    sockets.add(socket);
    let text = "";
    socket.on("error", () => undefined); // a client that hangs up
    socket.setEncoding("latin1").on("data", (part: string) => {
      text += part;
      // Commands are arrays of texts; none in these tests has a line break in it.
      const commands = [...text.matchAll(/\*(\d+)\r\n((?:\$\d+\r\n[^\r]*\r\n)+)/g)];
      text = "";
      for (const [, , words = ""] of commands) {
        const [, name = ""] = /^\$\d+\r\n([^\r]*)/.exec(words) ?? [];
        socket.write(ANSWERS[name.toUpperCase()] ?? "+OK\r\n");
      }
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    port: (server.address() as AddressInfo).port,
    [Symbol.asyncDispose]: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, "close");
    },
  };
}
