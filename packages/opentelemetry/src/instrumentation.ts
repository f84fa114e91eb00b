import { InstrumentationBase, type InstrumentationModuleDefinition } from "@opentelemetry/instrumentation";
import { Server as HttpServer } from "node:http";
import { Server as HttpsServer } from "node:https";
import { adviseRequestListeners, type RequestAdvice } from "./http/request-listeners.ts";
import { ServerRequests } from "./http/server-requests.ts";
import { patchedModules } from "./modules.ts";
import { DecisionTelemetry } from "./out/decision-telemetry.ts";
import { rememberTrace, traceIn } from "./propagation/incoming-trace.ts";
import { TellServices } from "./propagation/tell-services.ts";
import { RemoteCalls } from "./remote/remote-calls.ts";
import type { ProbityInstrumentationConfig } from "./types.ts";
import { VERSION } from "./version.ts";

/**
 * Has the requests that a process serves by node:http and node:https recorded as decisions, or as parts of other
 * services' decisions, and so calls of gRPC and messages of Kafka; OpenTelemetry and the services that are asked meanwhile
 * are told of them. A fault of its own is counted by the recorder and swallowed.
 */
export class ProbityInstrumentation extends InstrumentationBase<ProbityInstrumentationConfig> {
  // No initialisers: `enable` runs inside the constructor of the base class.
  declare private _requests: ServerRequests | undefined;
  declare private _remote: RemoteCalls | undefined;
  declare private _services: TellServices | undefined;
  declare private _stops: (() => void)[] | undefined;

  constructor(config: ProbityInstrumentationConfig = {}) {
    super("@probity/opentelemetry", VERSION, config);
  }

  /** What belongs to Node itself is there before any module is loaded: `enable` patches that. */
  protected override init(): InstrumentationModuleDefinition[] {
    return patchedModules({
      tell: (about) => this._services?.tell(about),
      open: (incoming) => this._remote?.open(incoming),
    });
  }

  override enable(): void {
    super.enable();
    const { probe, ...hooks } = this.getConfig();
    if (this._stops || !probe) return;
    const { http, recorder, service, telemetry, propagation } = probe.ports;
    const decisions = new DecisionTelemetry({ recorder, service, logs: telemetry.logs });
    const services = new TellServices({ sendTo: propagation.sendTo, recorder });
    this._services = services;
    this._remote = new RemoteCalls({ accept: propagation.accept, recorder });
    this._requests = new ServerRequests({
      http,
      recorder,
      hooks,
      onOpen: (decision, { headers }) => {
        rememberTrace(
          decision,
          traceIn((name) => headers[name]),
        );
        decisions.opened(decision);
      },
    });
    // Servers keep what stands around their listeners; once this is disabled, that only passes requests on.
    const advice: RequestAdvice = (proceed, ...request) =>
      this._requests ? this._requests.handle(proceed, ...request) : proceed();
    const servers = [HttpServer, HttpsServer].map(({ prototype }) =>
      adviseRequestListeners(prototype, advice),
    );
    this._stops = [...servers, () => services.close(), () => decisions.close()];
  }

  override disable(): void {
    super.disable();
    for (const stop of this._stops ?? []) stop();
    this._stops = undefined;
    this._requests = undefined;
    this._remote = undefined;
    this._services = undefined;
  }
}
