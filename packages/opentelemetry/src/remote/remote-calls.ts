import type { Decision, Recorder } from "@probity/core";
import { readCaller } from "@probity/http";
import { activeTrace } from "../active-trace.ts";
import { rememberTrace, traceIn } from "../propagation/incoming-trace.ts";

export interface RemoteCallsOptions {
  /** Whether what claims to be a part of another service's decision is recorded as that. */
  readonly accept: boolean;
  readonly recorder: Pick<Recorder, "badInput" | "fault" | "openRemote">;
}

/** What came in, other than by HTTP/1. */
export interface Incoming {
  readonly protocol: "grpc" | "kafka";
  /** gRPC method or topic. */
  readonly route: string;
  /** The value of a header; of several, one that is separated by commas; empty without. */
  readonly header: (name: string) => string;
}

/** Opens the records of calls that are parts of other services' decisions. */
export class RemoteCalls {
  readonly #options: RemoteCallsOptions;

  constructor(options: RemoteCallsOptions) {
    this.#options = options;
  }

  /** Undefined where no caller is named, and where that fails. Whoever opens one closes it. Never throws. */
  open({ protocol, route, header }: Incoming): Decision | undefined {
    const { accept, recorder } = this.#options;
    if (!accept) return undefined;
    try {
      const baggage = header("baggage");
      const caller = readCaller(baggage, Date.now());
      if (!caller) {
        if (baggage.includes("probity.")) recorder.badInput("baggage");
        return undefined;
      }
      const trace = traceIn(header);
      const call = recorder.openRemote({ caller, protocol, route, trace: activeTrace() ?? trace });
      if (call) rememberTrace(call, trace);
      return call;
    } catch (fault) {
      recorder.fault(`opentelemetry.${protocol}`, fault);
      return undefined;
    }
  }
}
