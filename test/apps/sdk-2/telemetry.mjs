import { registerInstrumentations } from "@opentelemetry/instrumentation";
import { HttpInstrumentation } from "@opentelemetry/instrumentation-http";
import { PgInstrumentation } from "@opentelemetry/instrumentation-pg";
import { UndiciInstrumentation } from "@opentelemetry/instrumentation-undici";
import { AlwaysOffSampler, AlwaysOnSampler, SimpleSpanProcessor } from "@opentelemetry/sdk-trace-base";
import { NodeTracerProvider } from "@opentelemetry/sdk-trace-node";
import { register } from "node:module";
import { chosen, printingExporter } from "../print-spans.mjs";

register("@opentelemetry/instrumentation/hook.mjs", import.meta.url);
new NodeTracerProvider({
  sampler: process.env.SAMPLING === "off" ? new AlwaysOffSampler() : new AlwaysOnSampler(),
  spanProcessors: [new SimpleSpanProcessor(printingExporter)],
}).register();
const all = { http: HttpInstrumentation, pg: PgInstrumentation, undici: UndiciInstrumentation };
registerInstrumentations({ instrumentations: chosen(all) });
