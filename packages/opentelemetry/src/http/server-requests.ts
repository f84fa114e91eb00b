import { safeExecuteInTheMiddle } from "@opentelemetry/instrumentation";
import { type Decision, type Recorder, runInDecision } from "@probity/core";
import { createRequestProbe, type RequestProbe, type RequestProbeOptions } from "@probity/http";
import type { IncomingMessage, ServerResponse } from "node:http";
import { activeTrace } from "../active-trace.ts";
import type { ProbityInstrumentationConfig } from "../types.ts";
import { frameworkOf } from "./express-app.ts";
import type { RequestAdvice, RequestListener } from "./request-listeners.ts";

export interface ServerRequestsOptions {
  readonly http: RequestProbeOptions;
  readonly recorder: Pick<Recorder, "fault">;
  readonly hooks: Pick<ProbityInstrumentationConfig, "ignoreIncomingRequestHook" | "requestHook">;
  /** Told of what each request is recorded in, within the span that is active then. */
  readonly onOpen: (decision: Decision, req: IncomingMessage) => void;
}

/** What became of a request. */
interface SeenRequest {
  /** What it is recorded in, if anything. */
  readonly decision: Decision | undefined;
  /** A rule blocks it, and it was answered. */
  readonly isAnswered: boolean;
}

const NOT_RECORDED: SeenRequest = { decision: undefined, isAnswered: false };

/** Before the framework routes it: all of them go by this. */
function reroute(req: IncomingMessage, target: string): void {
  req.url = target;
}

/** Records the requests of servers of node:http. */
export class ServerRequests {
  readonly #options: ServerRequestsOptions;
  readonly #probe: RequestProbe;
  readonly #seen: WeakMap<IncomingMessage, SeenRequest> = new WeakMap();

  constructor(options: ServerRequestsOptions) {
    this.#options = options;
    this.#probe = createRequestProbe(options.http);
  }

  /** Runs a listener as part of what its request is recorded in; not where a rule blocks that. */
  handle(...[proceed, listener, req, res]: Parameters<RequestAdvice>): unknown {
    const { decision, isAnswered } = this.#seen.get(req) ?? this.#begin(listener, req, res);
    if (isAnswered) return undefined;
    return decision ? runInDecision(decision, proceed) : proceed();
  }

  #begin(listener: RequestListener, req: IncomingMessage, res: ServerResponse): SeenRequest {
    try {
      const decision = this.#isIgnored(req) ? undefined : this.#open(listener, req, res);
      const isAnswered = decision !== undefined && this.#probe.enforce(req, reroute);
      const seen = decision ? { decision, isAnswered } : NOT_RECORDED;
      this.#seen.set(req, seen);
      return seen;
    } catch (fault) {
      this.#options.recorder.fault("opentelemetry.http", fault);
      return NOT_RECORDED;
    }
  }

  #open(listener: RequestListener, req: IncomingMessage, res: ServerResponse): Decision | undefined {
    const { hooks, onOpen, recorder } = this.#options;
    const decision = this.#probe.begin(req, res, {
      target: req.url ?? "",
      trace: activeTrace(),
      framework: frameworkOf(listener),
    });
    if (!decision) return undefined;
    try {
      onOpen(decision, req);
    } catch (fault) {
      recorder.fault("opentelemetry.open", fault);
    }
    const { requestHook } = hooks;
    if (requestHook)
      this.#safely("requestHook", () => requestHook(decision, { request: req, response: res }));
    return decision;
  }

  #isIgnored(req: IncomingMessage): boolean {
    const hook = this.#options.hooks.ignoreIncomingRequestHook;
    return hook !== undefined && this.#safely("ignoreIncomingRequestHook", () => hook(req)) === true;
  }

  #safely<T>(hook: keyof ServerRequestsOptions["hooks"], call: () => T): T | undefined {
    const { recorder } = this.#options;
    const onFinish = (fault?: Error): void => {
      if (fault) recorder.fault(`opentelemetry.${hook}`, fault);
    };
    return safeExecuteInTheMiddle<T | undefined>(call, onFinish, true);
  }
}
