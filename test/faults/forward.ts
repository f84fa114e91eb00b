import { type IncomingMessage, request } from "node:http";
import { buffer } from "node:stream/consumers";

/** What the server answered, whole. */
export interface Answered {
  readonly status: number;
  /** Names and values in turn, as they came. */
  readonly headers: string[];
  readonly body: Buffer;
}

/** Headers between two neighbours, which are none of anybody else's business. */
const HOP_BY_HOP: ReadonlySet<string> = new Set([
  "connection",
  "keep-alive",
  "transfer-encoding",
  "host",
  "expect",
]);

/**
 * Hands a request on to a port of this machine. With `cutAt`, resets the connection after so many bytes of the body.
 * Rejects when the server can't be reached or goes away.
 */
export async function forward(
  { method, url, rawHeaders }: IncomingMessage,
  body: Buffer,
  port: number,
  cutAt?: number,
): Promise<Answered> {
  const headers = endToEnd(rawHeaders).concat("Content-Length", String(body.length));
  const onward = request({
    host: "127.0.0.1",
    port,
    method,
    path: url,
    headers: withHost(headers),
    agent: false,
  });
  const answer = new Promise<IncomingMessage>((resolve, reject) => {
    onward.once("response", resolve).once("error", reject);
  });
  if (cutAt === undefined) onward.end(body);
  else onward.write(body.subarray(0, cutAt), () => onward.socket?.resetAndDestroy());
  const incoming = await answer;
  return {
    status: incoming.statusCode ?? 0,
    headers: endToEnd(incoming.rawHeaders),
    body: await buffer(incoming),
  };
}

function endToEnd(rawHeaders: readonly string[]): string[] {
  return rawHeaders.filter((_, at) => {
    const name = (rawHeaders[at - (at % 2)] ?? "").toLowerCase();
    return !HOP_BY_HOP.has(name) && name !== "content-length";
  });
}

// Node's client takes a list of pairs as it is, and then adds no host.
function withHost(headers: string[]): string[] {
  return ["Host", "127.0.0.1", ...headers, "Connection", "close"];
}
