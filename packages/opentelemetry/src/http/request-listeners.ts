import type { EventEmitter } from "node:events";
import type { IncomingMessage, ServerResponse } from "node:http";
import { replaceMethod } from "../replace-method.ts";

type ListenerArguments = [req: IncomingMessage, res: ServerResponse, ...more: unknown[]];
export type RequestListener = (this: unknown, ...args: ListenerArguments) => unknown;

/** Runs in place of a listener for requests; `proceed` calls that, and answers what it answers. */
export type RequestAdvice = (
  proceed: () => unknown,
  listener: RequestListener,
  req: IncomingMessage,
  res: ServerResponse,
) => unknown;

/** By `listener`, as with what `once` makes, an emitter finds what stands in for a listener. */
type StandIn = RequestListener & { listener?: RequestListener };

/**
 * Puts `advice` around each listener for requests that is added to a server from now on; a server's constructor adds the
 * one that it is given in the same way. That is nearer to the service than whatever stands around `emit`, as OpenTelemetry
 * does, and whoever came first: its span is active when a listener runs. To whoever asks, a server has the listeners that
 * it was given. What is given back ends that; listeners that have the advice by then keep it.
 */
export function adviseRequestListeners(serverPrototype: object, advice: RequestAdvice): () => void {
  const standIns: WeakSet<object> = new WeakSet();
  const standIn = (
    listener: RequestListener,
    beforeCall: (server: unknown, self: StandIn) => void,
  ): StandIn => {
    const self: StandIn = function (this: unknown, ...args) {
      beforeCall(this, self);
      return advice(() => Reflect.apply(listener, this, args), listener, args[0], args[1]);
    };
    self.listener = listener;
    standIns.add(self);
    return self;
  };
  const isNew = (event: unknown, listener: unknown): listener is RequestListener =>
    event === "request" && typeof listener === "function" && !standIns.has(listener);

  const adding = ["on", "addListener", "prependListener"].map((name) =>
    replaceMethod(serverPrototype, name, (add) => {
      return function (this: unknown, event, listener, ...more) {
        const added = isNew(event, listener) ? standIn(listener, () => undefined) : listener;
        return Reflect.apply(add, this, [event, added, ...more]);
      };
    }),
  );
  // What Node makes of `once` looks for itself among the listeners, and would find ours instead.
  const addingOnce = (["on", "prependListener"] as const).map((adds) =>
    replaceMethod(serverPrototype, adds === "on" ? "once" : "prependOnceListener", (add) => {
      return function (this: unknown, event, listener, ...more) {
        if (!isNew(event, listener)) return Reflect.apply(add, this, [event, listener, ...more]);
        const takeOff = (server: unknown, self: StandIn): void =>
          void (server as EventEmitter).removeListener("request", self);
        return (this as EventEmitter)[adds]("request", standIn(listener, takeOff));
      };
    }),
  );
  return () => {
    for (const stop of [...adding, ...addingOnce]) stop();
  };
}
