import { createServer, request, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";

/** Something that answers HTTP at an address of its own while `work` runs. */
export async function answering(
  listener: RequestListener,
  work: (url: string) => Promise<void>,
): Promise<void> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  try {
    await work(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

/** Hands every request on to `url`, and the answer back; where `isCut` says so, the connection ends in its place. */
export function forwarding(url: string, isCut: (target: URL) => boolean): RequestListener {
  return (incoming, outgoing) => {
    const target = new URL(incoming.url ?? "/", url);
    const { method, headers } = incoming;
    const onward = request(target, { method, headers: { ...headers, host: target.host } }, (answer) => {
      if (isCut(target)) {
        answer.resume().once("end", () => outgoing.destroy());
        return;
      }
      outgoing.writeHead(answer.statusCode ?? 0, answer.headers);
      answer.pipe(outgoing);
    });
    incoming.pipe(onward);
  };
}
