import { context, trace, type TracerProvider } from "@opentelemetry/api";
import { AsyncLocalStorageContextManager } from "@opentelemetry/context-async-hooks";
import { BasicTracerProvider } from "@opentelemetry/sdk-trace-base";
import { afterEach, describe, expect, it } from "vitest";
import { activeSpan } from "../../src/otel-global.ts";
import { SdkWatch } from "../../src/register/sdk-watch.ts";

const API = Symbol.for("opentelemetry.js.api.1");

afterEach(() => {
  trace.disable();
  context.disable();
  Reflect.deleteProperty(globalThis, API);
});

function watch(): { readonly told: unknown[]; readonly look: () => void } {
  const told: unknown[] = [];
  const sdk = new SdkWatch((provider) => {
    told.push(provider);
    return () => told.push("ended");
  });
  return { told, look: () => sdk.look() };
}

describe("a watch for an SDK", () => {
  it("finds its provider when it looks, before or after, and once", () => {
    const { told, look } = watch();
    look();
    expect(told).toEqual([]);
    const provider = new BasicTracerProvider();
    expect(trace.setGlobalTracerProvider(provider)).toBe(true);
    look();
    look();
    expect(told).toEqual([provider]);
  });

  it("finds that another came in its place, or none", () => {
    const { told, look } = watch();
    const [first, second] = [new BasicTracerProvider(), new BasicTracerProvider()];
    trace.setGlobalTracerProvider(first);
    look();
    trace.disable();
    trace.setGlobalTracerProvider(second);
    look();
    trace.disable();
    look();
    expect(told).toEqual([first, "ended", second, "ended"]);
  });

  it("takes what does nothing for no SDK", () => {
    const { told, look } = watch();
    trace.setGlobalTracerProvider(trace.getTracerProvider());
    look();
    class NoopTracerProvider implements TracerProvider {
      getTracer(): never {
        throw new Error("not asked");
      }
    }
    trace.disable();
    trace.setGlobalTracerProvider(new NoopTracerProvider());
    look();
    expect(told).toEqual([]);
  });

  it("finds the provider and the active span of an older copy of the API, which our own copy refuses", () => {
    const provider = new BasicTracerProvider();
    const manager = new AsyncLocalStorageContextManager().enable();
    Object.assign(globalThis, { [API]: { version: "1.3.0", trace: provider, context: manager } });
    expect(trace.getTracerProvider()).not.toBe(provider);
    const { told, look } = watch();
    look();
    expect(told).toEqual([provider]);
    const span = provider.getTracer("test").startSpan("span");
    manager.with(trace.setSpan(manager.active(), span), () => expect(activeSpan()).toBe(span));
    manager.disable();
  });
});
