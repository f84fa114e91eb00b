import type { Socket } from "node:net";
import { around } from "./around.ts";

const waiting: WeakMap<Socket, Set<() => void>> = new WeakMap();

/**
 * Calls `act` before the connection is ended or destroyed, by whomever: the service, Express after an error, a server
 * that closes, Node where the client hung up. What is given back takes that back. A connection is wrapped once.
 */
export function beforeConnectionEnds(socket: Socket, act: () => void): () => void {
  const known = waiting.get(socket);
  const acts = known ?? new Set();
  if (!known) {
    waiting.set(socket, acts);
    for (const name of ["end", "destroy"]) {
      around(socket, name, (proceed) => {
        for (const each of [...acts]) each();
        return proceed();
      });
    }
  }
  acts.add(act);
  return () => void acts.delete(act);
}
