import { createServer, type RequestListener, type Server } from "node:http";
import { type AddressInfo, connect, type Socket } from "node:net";

/** Serves `app` on a free port for as long as `work` takes. */
export async function serving<T>(app: RequestListener, work: (port: number) => Promise<T>): Promise<T> {
  const server: Server = createServer(app);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  try {
    return await work((server.address() as AddressInfo).port);
  } finally {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
}

/** Sends bytes as they are, and gives all that comes back until the server ends the connection. */
export function exchange(port: number, request: string): Promise<Buffer> {
  return new Promise((resolve) => {
    const parts: Buffer[] = [];
    const socket = connect(port, "127.0.0.1", () => socket.write(request));
    socket.on("data", (part) => parts.push(part));
    socket.on("error", () => undefined); // what came before the reset still counts
    socket.on("close", () => resolve(Buffer.concat(parts)));
  });
}

/** Sends bytes, and gives the connection once `until` says so of what came back. */
export function begin(port: number, request: string): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, "127.0.0.1", () => socket.write(request, () => resolve(socket)));
    socket.on("error", reject);
  });
}

/** A request by hand, to a server that shall close the connection after it. */
export function get(path: string, headers: readonly string[] = [], method = "GET"): string {
  return [`${method} ${path} HTTP/1.1`, "Host: test", "Connection: close", ...headers, "", ""].join("\r\n");
}
