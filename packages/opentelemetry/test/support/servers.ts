import {
  createServer,
  type IncomingMessage,
  request,
  type RequestListener,
  type RequestOptions,
  type Server,
} from "node:http";
import { text } from "node:stream/consumers";
import { once } from "node:events";
import type { AddressInfo } from "node:net";

/** A server of node:http that listens on a free port until it is disposed of. */
export interface Listening extends AsyncDisposable {
  readonly server: Server;
  readonly port: number;
  /** Asks for `path`, and gives the answer. */
  readonly get: (path: string, options?: RequestOptions) => Promise<Answer>;
}

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

export async function listening(from: RequestListener | Server): Promise<Listening> {
  const server = typeof from === "function" ? createServer(from) : from;
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return {
    server,
    port,
    get: async (path, options = {}) => ask(port, path, options),
    [Symbol.asyncDispose]: async () => {
      const closed = once(server, "close");
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

async function ask(port: number, path: string, options: RequestOptions): Promise<Answer> {
  const asked = request({ host: "127.0.0.1", port, path, agent: false, ...options });
  asked.end();
  const [res] = (await once(asked, "response")) as [IncomingMessage];
  return { status: res.statusCode ?? 0, headers: res.headers, body: await text(res) };
}
