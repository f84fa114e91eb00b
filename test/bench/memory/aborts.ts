import { once } from "node:events";
import { connect } from "node:net";

/** Asks and hangs up at once, so many times: some before the service has the request, some before it answers. */
export async function hangUp(url: string, times: number): Promise<void> {
  const { hostname, port } = new URL(url);
  for (let n = 0; n < times; n += 1) {
    const socket = connect(Number(port), hostname);
    socket.on("error", () => undefined); // a reset is what this is about
    await once(socket, "connect");
    socket.write("GET /rank HTTP/1.1\r\nhost: localhost\r\nx-reader-id: 1\r\n\r\n");
    if (n % 2 === 0) await new Promise((resolve) => setImmediate(resolve));
    socket.destroy();
  }
}
