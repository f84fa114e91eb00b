import { context, propagation, trace } from "@opentelemetry/api";
import { AsyncLocalStorageContextManager } from "@opentelemetry/context-async-hooks";
import { CompositePropagator, W3CBaggagePropagator, W3CTraceContextPropagator } from "@opentelemetry/core";
import { registerInstrumentations } from "@opentelemetry/instrumentation";
import { HttpInstrumentation } from "@opentelemetry/instrumentation-http";
import { PgInstrumentation } from "@opentelemetry/instrumentation-pg";
import { UndiciInstrumentation } from "@opentelemetry/instrumentation-undici";
import {
  AlwaysOffSampler,
  AlwaysOnSampler,
  SimpleSpanProcessor,
  TracerProvider,
} from "@opentelemetry/sdk-trace";
import { register } from "node:module";
import { chosen, printingExporter } from "../print-spans.mjs";

register("@opentelemetry/instrumentation/hook.mjs", import.meta.url);
context.setGlobalContextManager(new AsyncLocalStorageContextManager());
const propagators = [new W3CTraceContextPropagator(), new W3CBaggagePropagator()];
propagation.setGlobalPropagator(new CompositePropagator({ propagators }));
trace.setGlobalTracerProvider(
  new TracerProvider({
    sampler: process.env.SAMPLING === "off" ? new AlwaysOffSampler() : new AlwaysOnSampler(),
    spanProcessors: [new SimpleSpanProcessor({ exporter: printingExporter })],
  }),
);
const all = { http: HttpInstrumentation, pg: PgInstrumentation, undici: UndiciInstrumentation };
registerInstrumentations({ instrumentations: chosen(all) });
