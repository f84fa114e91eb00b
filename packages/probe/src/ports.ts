import type { Telemetry } from "@probity/config";
import type { Propagation, Recorder, SpanRule } from "@probity/core";
import type { RequestProbeOptions } from "@probity/http";

/** What adapters take of a probe: those for other servers than Express, and instrumentation. */
export interface ProbePorts {
  /** The service's name. */
  readonly service: string;
  readonly recorder: Recorder;
  /** For `createRequestProbe` of `@probity/http`. */
  readonly http: RequestProbeOptions;
  /** What client spans are; the first that fits is taken. */
  readonly spans: readonly SpanRule[];
  /** Whose claims are recorded, and who is told of decisions. */
  readonly propagation: Propagation;
  /** What is told to OpenTelemetry. */
  readonly telemetry: Telemetry;
}
