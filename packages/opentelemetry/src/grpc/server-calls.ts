import { type Decision, type DecisionResult, runInDecision } from "@probity/core";
import { errorMonitor } from "node:events";
import type { Incoming } from "../remote/remote-calls.ts";
import { replaceMethod } from "../replace-method.ts";
import type { GrpcCallback, GrpcHandler, GrpcServerCall } from "./types.ts";

export type OpenRemote = (incoming: Incoming) => Decision | undefined;

/**
 * Has the calls of gRPC methods that are registered from now on recorded as parts of the decisions that their metadata
 * names. What is given back ends that.
 */
export function recordGrpcCalls(serverPrototype: object, open: OpenRemote): () => void {
  return replaceMethod(serverPrototype, "register", (register) => {
    return function (this: unknown, method, handler, ...more) {
      const recorded =
        typeof handler === "function" ? around(handler as GrpcHandler, String(method), open) : handler;
      return Reflect.apply(register, this, [method, recorded, ...more]);
    };
  });
}

function around(handler: GrpcHandler, method: string, open: OpenRemote): GrpcHandler {
  return function (this: unknown, call, ...more) {
    const header = (name: string): string => call.metadata.get(name).join(",");
    const remote = open({ protocol: "grpc", route: method.replace(/^\//, ""), header });
    const handle = (args: readonly unknown[]): unknown => Reflect.apply(handler, this, [call, ...args]);
    if (!remote) return handle(more);
    const [callback, ...rest] = more;
    const end = (result: DecisionResult): void => remote.close(result);
    closeWith(call, end);
    emitWithin(call, remote);
    const args = callback ? [closing(callback, end), ...rest] : more;
    return runInDecision(remote, () => {
      try {
        return handle(args);
      } catch (error) {
        end({ outcome: "failed" });
        throw error;
      }
    });
  };
}

function closing(callback: GrpcCallback, end: (result: DecisionResult) => void): GrpcCallback {
  return function (this: unknown, ...args) {
    end({ outcome: args[0] ? "failed" : "delivered" });
    Reflect.apply(callback, this, args);
  };
}

/** Of a call that answers by a stream; one that answers by a callback has none of these but the last. */
function closeWith(call: GrpcServerCall, end: (result: DecisionResult) => void): void {
  call.on("finish", () => end({ outcome: "delivered" }));
  call.on(errorMonitor, () => end({ outcome: "failed" }));
  call.on("cancelled", () => end({ outcome: "aborted" }));
}

// What comes in by a stream comes outside of any decision.
function emitWithin(call: GrpcServerCall, remote: Decision): void {
  const emit = call.emit.bind(call);
  call.emit = (...args) => runInDecision(remote, () => emit(...args));
}
