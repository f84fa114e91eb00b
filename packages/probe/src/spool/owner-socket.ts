import { connect, createServer, type Server } from "node:net";
import { join } from "node:path";
import { errnoOf, SpoolError } from "./errors.ts";

/** In a log directory: the socket that its owner listens on, as long as it lives. */
export const OWNER_SOCKET = "owner.sock";

/** What the address of a Unix socket may have at most, in bytes, without the zero at its end. */
const MAX_PATH_BYTES: number = process.platform === "linux" ? 107 : 103;

/** How long a connection may take that neither succeeds nor fails, in milliseconds. */
const PATIENCE_MS = 1_000;

/** Throws `PATH_TOO_LONG` if a log's directory leaves no room for the socket in it. */
export function checkSocketPath(root: string, directory: string): void {
  const spare = MAX_PATH_BYTES - Buffer.byteLength(join(directory, OWNER_SOCKET));
  if (spare >= 0) return;
  const length = Buffer.byteLength(root);
  throw new SpoolError(
    "PATH_TOO_LONG",
    `${root}: the path of a spool may have ${length + spare} bytes here, because of the Unix sockets in it; it has ${length}`,
  );
}

/** Listens in a directory, until the process ends or the server is closed. Keeps no process alive. */
export async function listenIn(directory: string): Promise<Server> {
  const server = createServer((socket) => socket.destroy());
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    // Exclusive: in a cluster, the socket must be this process's own and end with it.
    server.listen({ path: join(directory, OWNER_SOCKET), exclusive: true }, () => {
      server.off("error", reject);
      resolve();
    });
  });
  // Who connects learns what it wants from the system; that we can't accept, for want of descriptors, is no matter.
  server.on("error", () => {});
  return server.unref();
}

const DEAD: ReadonlySet<string> = new Set(["ECONNREFUSED", "ENOENT", "ENOTDIR", "ENOTSOCK"]);

/** Whether the process that claimed a log directory still lives. In doubt it does. */
export function isOwned(directory: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ path: join(directory, OWNER_SOCKET) });
    const answer = (isAlive: boolean): void => {
      socket.destroy();
      resolve(isAlive);
    };
    socket.setTimeout(PATIENCE_MS, () => answer(true));
    socket.once("connect", () => answer(true));
    socket.on("error", (cause) => answer(!DEAD.has(errnoOf(cause))));
  });
}
