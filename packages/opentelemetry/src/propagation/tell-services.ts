import { currentDecision, hostFilter, type Recorder } from "@probity/core";
import { listenTo } from "../client/channels.ts";
import { OpenTelemetryError } from "../errors.ts";
import { sdkTracerProvider } from "../otel-global.ts";
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
  readonly #stops: readonly (() => void)[];

  constructor({ sendTo, recorder }: TellServicesOptions) {
    this.#isTold = hostFilter(sendTo);
    this.#recorder = recorder;
    this.#stops = [
      beforeRequestHead((request) => {
        this.tell({
          host: request.host,
          get: (header) => String(request.getHeader(header) ?? ""),
          set: (header, value) => void request.setHeader(header, value),
        });
      }),
      listenTo<{ readonly request: UndiciRequest }>(
        {
          "undici:request:create": ({ request }) =>
            this.tell({
              host: new URL(request.origin).host,
              get: (header) => getHeader(request, header),
              set: (header, value) => setHeader(request, header, value),
            }),
        },
        (fault) => recorder.fault("propagation", fault),
      ),
    ];
  }

  /** Never throws. */
  tell(request: Outgoing): void {
    try {
      const decision = currentDecision();
      // What goes on after the answer is not a part of the decision any more.
      if (!decision || decision.isClosed || !this.#isTold(request.host)) return;
      const baggage = baggageWithin(decision, request.get("baggage"));
      if (baggage === "full") this.#recorder.fault("propagation", fullBaggage());
      else if (baggage !== undefined) request.set("baggage", baggage);
      const trace = traceOf(decision);
      // An SDK sees to that itself, and may be about to.
      if (!trace || sdkTracerProvider() || request.get("traceparent") !== "") return;
      request.set("traceparent", trace.traceparent);
      if (trace.tracestate !== undefined) request.set("tracestate", trace.tracestate);
    } catch (fault) {
      this.#recorder.fault("propagation", fault);
    }
  }

  /** From now on, requests go out as they are. Safe to call twice. */
  close(): void {
    for (const stop of this.#stops) stop();
  }
}

function fullBaggage(): OpenTelemetryError {
  const message = "a request has so much baggage that there is no room for the decision that it is made in";
  return new OpenTelemetryError("BAGGAGE_FULL", message);
}
