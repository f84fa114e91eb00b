import { currentDecision, type Decision, hostFilter, type Recorder } from "@probity/core";
import type { ClientRequest } from "node:http";
import { listenTo } from "../client/channels.ts";
import { OpenTelemetryError } from "../errors.ts";
import { isTracingSuppressed, sdkTracerProvider } from "../otel-global.ts";
import { baggageWithin } from "./baggage-out.ts";
import { beforeRequestHead } from "./client-requests.ts";
import { traceOf } from "./incoming-trace.ts";
import { getHeader, setHeader, type UndiciRequest } from "./undici-headers.ts";

export interface TellServicesOptions {
  /** Hosts that are told, as the configuration names them. */
  readonly sendTo: readonly string[];
  readonly recorder: Pick<Recorder, "fault">;
}

/** A request to another service, before it goes out. */
export interface Outgoing {
  readonly host: string;
  /** Of several values one, separated by commas; empty without. */
  readonly get: (header: string) => string;
  readonly set: (header: string, value: string) => void;
}

/** Has requests to other services say which decision they are made in. Changes nothing of a request but these headers. */
export class TellServices {
  readonly #isTold: (host: string) => boolean;
  readonly #recorder: Pick<Recorder, "fault">;
  readonly #stopNode: () => void;
  #stopUndici: () => void;
  #sdk: unknown;

  constructor({ sendTo, recorder }: TellServicesOptions) {
    this.#isTold = hostFilter(sendTo);
    this.#recorder = recorder;
    this.#stopNode = beforeRequestHead((request) => this.tell(() => ofNode(request)));
    this.#stopUndici = this.#listenToUndici();
  }

  /** Tells what a request that is about to go out is a part of, if anything. Never throws. */
  tell(about: () => Outgoing): void {
    const decision = currentDecision();
    // What goes on after the answer is not a part of the decision any more.
    if (!decision || decision.isClosed) return;
    try {
      if (isTracingSuppressed()) return; // an export of an SDK
      const request = about();
      if (this.#isTold(request.host)) this.#tell(request, decision);
    } catch (fault) {
      this.#recorder.fault("propagation", fault);
    }
  }

  /** From now on, requests go out as they are. Safe to call twice. */
  close(): void {
    this.#stopNode();
    this.#stopUndici();
  }

  #tell(request: Outgoing, decision: Decision): void {
    const baggage = baggageWithin(decision, request.get("baggage"));
    if (baggage === "full") this.#recorder.fault("propagation", fullBaggage());
    else if (baggage) request.set("baggage", baggage.header);
    const sdk = sdkTracerProvider();
    if (sdk !== this.#sdk) this.#comeLast(sdk);
    const trace = traceOf(decision);
    // An SDK sees to that itself, and may be about to.
    if (!trace || sdk || request.get("traceparent") !== "") return;
    request.set("traceparent", trace.traceparent);
    if (trace.tracestate !== undefined) request.set("tracestate", trace.tracestate);
  }

  #listenToUndici(): () => void {
    return listenTo(
      {
        "undici:request:create": ({ request }: { readonly request: UndiciRequest }) =>
          this.tell(() => ofUndici(request)),
      },
      (fault) => this.#recorder.fault("propagation", fault),
    );
  }

  /** An SDK is there that was not: of its instrumentation's baggage, too, there must be one header in the end. */
  #comeLast(sdk: unknown): void {
    this.#sdk = sdk;
    this.#stopUndici();
    this.#stopUndici = this.#listenToUndici();
  }
}

function ofNode(request: ClientRequest): Outgoing {
  return {
    host: request.host,
    get: (header) => String(request.getHeader(header) ?? ""),
    set: (header, value) => void request.setHeader(header, value),
  };
}

function ofUndici(request: UndiciRequest): Outgoing {
  return {
    host: new URL(request.origin).host,
    get: (header) => getHeader(request, header),
    set: (header, value) => setHeader(request, header, value),
  };
}

function fullBaggage(): OpenTelemetryError {
  const message = "a request has so much baggage that there is no room for the decision that it is made in";
  return new OpenTelemetryError("BAGGAGE_FULL", message);
}
