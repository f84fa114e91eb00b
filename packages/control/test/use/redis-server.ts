import { once } from "node:events";
import { type AddressInfo, createServer, type Socket } from "node:net";
import type { ScriptRedis } from "./script-redis.ts";

/** A server that speaks enough of Redis' protocol (RESP 2) for its clients to send it scripts. */
export interface RedisServer extends AsyncDisposable {
  readonly port: number;
}

export async function startRedisServer(redis: ScriptRedis): Promise<RedisServer> {
  const sockets: Set<Socket> = new Set();
  const server = createServer((socket) => {
    sockets.add(socket);
    let buffered = Buffer.alloc(0);
    socket.on("error", () => undefined); // a client that hangs up
    socket.on("data", (part: Buffer) => {
      buffered = Buffer.concat([buffered, part]);
      for (let read = readCommand(buffered); read; read = readCommand(buffered)) {
        buffered = buffered.subarray(read.bytes);
        socket.write(answerOf(redis, read.words));
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

function answerOf(redis: ScriptRedis, words: readonly string[]): string {
  const [name = ""] = words;
  if (name.toUpperCase() === "INFO") return bulk("redis_version:6.2.0\r\nloading:0\r\n");
  if (name.toUpperCase() === "HELLO") return "-ERR unknown command 'HELLO'\r\n";
  if (name.toUpperCase() !== "EVAL") return "+OK\r\n";
  try {
    const answers = redis.command(["EVAL", ...words.slice(1)]);
    return `*${answers.length}\r\n${answers.map(bulk).join("")}`;
  } catch (error) {
    return `-${String(error)}\r\n`;
  }
}

const bulk = (value: string): string => `$${Buffer.byteLength(value)}\r\n${value}\r\n`;

/** One array of bulk strings at the start of what came, if it is whole. */
function readCommand(
  from: Buffer,
): { readonly words: readonly string[]; readonly bytes: number } | undefined {
  let at = 0;
  const line = (): string | undefined => {
    const end = from.indexOf("\r\n", at);
    if (end === -1) return undefined;
    const read = from.toString("utf8", at, end);
    at = end + 2;
    return read;
  };
  const head = line();
  if (head === undefined) return undefined;
  const words: string[] = [];
  for (let left = Number(head.slice(1)); left > 0; left -= 1) {
    const length = Number(line()?.slice(1) ?? NaN);
    if (Number.isNaN(length) || at + length + 2 > from.length) return undefined;
    words.push(from.toString("utf8", at, at + length));
    at += length + 2;
  }
  return { words, bytes: at };
}
