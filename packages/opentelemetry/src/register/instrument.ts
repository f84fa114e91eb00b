import { createNoopMeter, type MeterProvider } from "@opentelemetry/api";
import type { Probe } from "@probity/probe";
import { isUndiciObserved, observeUndici } from "../client/undici-calls.ts";
import { observeNodeHttp } from "../client/node-http-calls.ts";
import { ProbityInstrumentation } from "../instrumentation.ts";
import { CallTracerProvider } from "../spans/call-tracer-provider.ts";
import { observeTracers } from "../spans/observe-tracers.ts";
import { observerOf } from "../spans/span-processor.ts";
import { type ChoiceEnvironment, isChosen } from "./chosen.ts";
import { requireImportedPackages } from "./imported-commonjs.ts";
import { libraryInstrumentations } from "./libraries.ts";
import { keepToOwnWraps } from "./own-wraps.ts";
import { SdkWatch } from "./sdk-watch.ts";

/** The metrics of what is instrumented are not ours to make: an SDK of the application has its own. */
const noMetrics: MeterProvider = { getMeter: () => createNoopMeter() };

/** Has everything observed that a service does, before it is loaded. */
export async function instrument(probe: Probe, env: ChoiceEnvironment): Promise<void> {
  const { recorder } = probe.ports;
  const observer = observerOf(probe);
  const calls = new CallTracerProvider(observer);
  const isOn = (name: string): boolean => isChosen(name, env);

  const tracer = calls.getTracer();
  const onFault = (fault: unknown): void => recorder.fault("opentelemetry.client", fault);
  let stopUndici = (): void => undefined;
  const watch = new SdkWatch((provider) => {
    stopUndici();
    if (isOn("undici") && !isUndiciObserved()) stopUndici = observeUndici(tracer, onFault);
    return observeTracers(provider, observer);
  });
  const server = new ProbityInstrumentation({
    enabled: false,
    probe,
    // None is ignored. But whether an SDK came must be known by the first one that it is there for.
    ignoreIncomingRequestHook: () => {
      watch.look();
      return false;
    },
  });
  const libraries = await libraryInstrumentations(isOn);
  const modules = [server, ...libraries].flatMap((each) => each.getModuleDefinitions());
  requireImportedPackages(modules.map(({ name }) => name));
  for (const library of libraries) {
    keepToOwnWraps(library);
    library.setTracerProvider(calls);
    library.setMeterProvider(noMetrics);
    library.enable();
  }
  if (isOn("http")) observeNodeHttp(tracer, onFault);
  if (isOn("undici")) stopUndici = observeUndici(tracer, onFault);
  server.enable();
  watch.look();
}
