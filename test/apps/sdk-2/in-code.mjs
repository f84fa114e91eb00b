import { registerInstrumentations } from "@opentelemetry/instrumentation";
import { HttpInstrumentation } from "@opentelemetry/instrumentation-http";
import { PgInstrumentation } from "@opentelemetry/instrumentation-pg";
import { NodeTracerProvider } from "@opentelemetry/sdk-trace-node";
import { ProbityInstrumentation, ProbitySpanProcessor } from "@probity/opentelemetry";
import { createProbe } from "@probity/probe";

const probe = await createProbe("probity.yaml");
new NodeTracerProvider({ spanProcessors: [new ProbitySpanProcessor({ probe })] }).register();
registerInstrumentations({
  instrumentations: [
    new HttpInstrumentation(),
    new PgInstrumentation(),
    new ProbityInstrumentation({ probe }),
  ],
});
