import type { InstrumentationConfig } from "@opentelemetry/instrumentation";
import type { Decision, Propagation, Recorder } from "@probity/core";
import type { RequestProbeOptions } from "@probity/http";
import type { IncomingMessage, ServerResponse } from "node:http";

/** What of a probe an instrumentation uses; a `Probe` of `@probity/probe` has it. */
export interface InstrumentedProbe {
  readonly ports: {
    /** The service's name. */
    readonly service: string;
    readonly recorder: Recorder;
    readonly http: RequestProbeOptions;
    readonly propagation: Propagation;
    readonly telemetry: { readonly logs: boolean };
  };
}

export interface ProbityInstrumentationConfig extends InstrumentationConfig {
  /** Where decisions are recorded. @default nowhere: without a probe, the instrumentation does nothing */
  readonly probe?: InstrumentedProbe | undefined;
  /** Requests for which it gives true are neither recorded nor counted. @default none */
  readonly ignoreIncomingRequestHook?: ((request: IncomingMessage) => boolean) | undefined;
  /** Called for each request that is recorded, before the service sees it: to add what only code can know. @default nothing */
  readonly requestHook?: ((decision: Decision, info: RequestInfo) => void) | undefined;
}

/** The request that a decision is opened for. */
export interface RequestInfo {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
}
