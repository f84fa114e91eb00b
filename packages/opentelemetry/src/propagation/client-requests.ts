import { ClientRequest } from "node:http";
import { replaceMethod } from "../replace-method.ts";

/**
 * Calls `act` for each request of node:http and node:https right before its head goes out: whoever else sets a header has
 * done so by then. It is met at the request itself and not at `http.request`, which others stand around and which may
 * have been taken out of its module before. A request whose headers were given as an array, or with `Expect`, has its head
 * from the start: it is left alone. `act` must not throw. What is given back ends that.
 */
export function beforeRequestHead(act: (request: ClientRequest) => void): () => void {
  const stops = ["write", "end", "flushHeaders"].map((name) =>
    replaceMethod(ClientRequest.prototype, name, (original) => {
      return function (this: unknown, ...args) {
        const request = this as ClientRequest;
        if (!request.headersSent) act(request);
        return Reflect.apply(original, this, args);
      };
    }),
  );
  return () => {
    for (const stop of stops) stop();
  };
}
