import { context, trace } from "@opentelemetry/api";
import { HttpInstrumentation } from "@opentelemetry/instrumentation-http";
import { InMemorySpanExporter, SimpleSpanProcessor } from "@opentelemetry/sdk-trace-base";
import { NodeTracerProvider } from "@opentelemetry/sdk-trace-node";
import { currentDecision, type Recorder } from "@probity/core";
import express from "express";
import { EventEmitter } from "node:events";
import { createServer, IncomingMessage, Server as HttpServer, ServerResponse } from "node:http";
import { createServer as createHttpsServer, Server as HttpsServer } from "node:https";
import { createRequire } from "node:module";
import { Socket } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { ProbityInstrumentation } from "../src/index.ts";
import { methodOf } from "./support/methods.ts";
import { recording } from "./support/recording.ts";
import { listening } from "./support/servers.ts";

const require = createRequire(import.meta.url);
const cleanUps: (() => void)[] = [];

afterEach(() => {
  for (const cleanUp of cleanUps.splice(0).toReversed()) cleanUp();
});

function instrumented(
  config: ConstructorParameters<typeof ProbityInstrumentation>[0] = {},
): ReturnType<typeof recording> {
  const memory = recording();
  const instrumentation = new ProbityInstrumentation({ probe: memory.probe, ...config });
  cleanUps.push(() => instrumentation.disable());
  return memory;
}

const feed = { items: [{ isbn: "b1" }, { isbn: "b2" }] };

describe("a server of node:http", () => {
  it("has its configured routes recorded as decisions, with subject and items, and answers as before", async () => {
    const memory = instrumented();
    await using app = await listening((req, res) => {
      res.setHeader("content-type", "application/json");
      res.end(JSON.stringify(req.url === "/feed" ? feed : {}));
    });
    const answer = await app.get("/feed", { headers: { "x-reader-id": "r1" } });
    expect(answer).toMatchObject({ status: 200, body: JSON.stringify(feed) });
    const [row] = await memory.decisions(1);
    expect(row).toMatchObject({
      id: answer.headers["probity-decision-id"],
      algorithm: "feed",
      outlet: "home",
      route: "/feed",
      outcome: "delivered",
      status: 200,
      key_id: "k1",
    });
    expect(row?.items).toHaveLength(2);
    expect((await app.get("/about")).headers).not.toHaveProperty("probity-decision-id");
    expect(memory.faults).toEqual([]);
  });

  it("finds the request's decision below each of its listeners, and there alone", async () => {
    const memory = instrumented();
    const found: unknown[] = [];
    await using app = await listening((_, res) => {
      found.push(currentDecision()?.id);
      setImmediate(() => {
        found.push(currentDecision()?.id);
        res.end();
      });
    });
    app.server.prependListener("request", () => found.push(currentDecision()?.id));
    const { headers } = await app.get("/feed");
    expect(found).toEqual(Array(3).fill(headers["probity-decision-id"]));
    found.length = 0;
    await app.get("/about");
    expect(found).toEqual([undefined, undefined, undefined]);
    expect(currentDecision()).toBeUndefined();
    await memory.decisions(1);
  });

  it("is recorded as well where it is one of node:https", () => {
    instrumented();
    const found: unknown[] = [];
    const server = createHttpsServer({}, () => found.push(currentDecision()?.algorithm.id));
    const req = Object.assign(new IncomingMessage(new Socket()), { method: "GET", url: "/feed" });
    server.emit("request", req, new ServerResponse(req));
    expect(found).toEqual(["feed"]);
  });

  it("has nothing recorded any more once that is disabled, and again once it is enabled", async () => {
    const memory = recording();
    const instrumentation = new ProbityInstrumentation({ probe: memory.probe });
    cleanUps.push(() => instrumentation.disable());
    await using app = await listening((_, res) => res.end());
    instrumentation.disable();
    expect((await app.get("/feed")).headers).not.toHaveProperty("probity-decision-id");
    instrumentation.enable();
    expect((await app.get("/feed")).headers).toHaveProperty("probity-decision-id");
    await memory.decisions(1);
  });

  it("lets what a listener throws go to where it went before", () => {
    const memory = instrumented();
    const server = createServer();
    server.on("request", () => {
      throw new Error("of the service");
    });
    expect(() =>
      server.emit("request", { url: "/feed", method: "GET", headers: {} }, new EventEmitter()),
    ).toThrow("of the service");
    expect(memory.faults).not.toContain("of the service");
  });

  it("asks the hooks, and survives what they throw", async () => {
    const seen: string[] = [];
    const memory = instrumented({
      ignoreIncomingRequestHook: ({ headers }) => headers["user-agent"] === "probe",
      requestHook: (decision, { request, response }) => {
        seen.push(`${decision.algorithm.id} ${request.url} ${response.writableEnded}`);
        throw new Error("of the hook");
      },
    });
    await using app = await listening((_, res) => res.end());
    await app.get("/feed");
    await app.get("/feed", { headers: { "user-agent": "probe" } });
    await memory.decisions(1);
    expect(seen).toEqual(["feed /feed false"]);
    expect(memory.faults).toContain("opentelemetry.requestHook: Error: of the hook");
  });

  it("serves when the recorder fails in every way", async () => {
    const fail = (): never => {
      throw new Error("of ours");
    };
    const { ports: given } = recording().probe;
    let faults = 0;
    const recorder = Object.assign(Object.create(given.recorder) as Recorder, {
      open: fail,
      openRemote: fail,
      covered: fail,
      badInput: fail,
      onRecord: () => () => undefined,
      fault: () => (faults += 1),
    });
    const ports = { ...given, recorder, http: { ...given.http, recorder } };
    const instrumentation = new ProbityInstrumentation({ probe: { ports } });
    cleanUps.push(() => instrumentation.disable());
    await using app = await listening((_, res) => res.end("served"));
    expect(await app.get("/feed")).toMatchObject({ status: 200, body: "served" });
    expect(await app.get("/about")).toMatchObject({ status: 200, body: "served" });
    expect(faults).toBeGreaterThan(1);
  });
});

// Express 4 has no types of its own here; what this test calls is the same in both.
describe.each([
  ["Express 5", express],
  ["Express 4", require("express4") as typeof express],
])("an application of %s", (_, framework) => {
  it("has the routes of its routers recorded, and their answers taken from what they hand to res.json", async () => {
    const memory = instrumented();
    const app = framework();
    const router = framework.Router();
    router.get("/:user/feed", (_, res) => void res.json(feed));
    app.use("/users", router);
    await using served = await listening(app);
    await served.get("/users/u1/feed");
    const [row] = await memory.decisions(1);
    expect(row).toMatchObject({ route: "/users/:user/feed", status: 200 });
    expect(row?.items).toHaveLength(2);
    expect(memory.faults).toEqual([]);
  });

  it("has its other routes counted by their patterns, and never by a path", async () => {
    const memory = instrumented();
    const app = framework();
    const router = framework.Router();
    router.get("/top/:user", (_, res) => void res.json([]));
    app.use("/of/:shop", router);
    app.get("/hot", (_, res) => void res.json([]));
    await using served = await listening(app);
    for (const path of ["/of/s1/top/u1", "/hot", "/nowhere"]) await served.get(path);
    const counted = (): unknown => memory.coverage().map(({ route, requests }) => [route, requests]);
    await expect.poll(() => memory.coverage().length, { interval: 2 }).toBe(3);
    expect(counted()).toEqual(
      expect.arrayContaining([
        ["*/top/:user", 1],
        ["/hot", 1],
        ["*", 1],
      ]),
    );
  });
});

describe("beside an instrumentation of OpenTelemetry", () => {
  const exporter = new InMemorySpanExporter();
  const http = new HttpInstrumentation({ enabled: false, disableOutgoingRequestInstrumentation: true });

  function sdk(): void {
    const provider = new NodeTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] });
    provider.register();
    http.enable();
    require("http");
    cleanUps.push(() => {
      http.disable();
      trace.disable();
      context.disable();
      exporter.reset();
    });
  }

  it.each([
    ["before", [sdk, instrumented]],
    ["after", [instrumented, sdk]],
  ] as const)(
    "that came %s ours, a decision has the active span's trace, and the span the decision's id",
    async (_, starts) => {
      const [memory] = starts.map((start) => start()).filter((started) => started !== undefined);
      await using app = await listening((_, res) => {
        trace.getActiveSpan()?.setAttribute("seen", currentDecision()?.id ?? "");
        res.end();
      });
      const { headers } = await app.get("/feed");
      const [row] = await memory!.decisions(1);
      await expect.poll(() => exporter.getFinishedSpans().length, { interval: 2 }).toBe(1);
      const [server] = exporter.getFinishedSpans();
      const id = headers["probity-decision-id"];
      expect(server?.attributes).toMatchObject({ "probity.decision.id": id, seen: id });
      expect(row).toMatchObject({
        id,
        trace_id: server?.spanContext().traceId,
        span_id: server?.spanContext().spanId,
      });
    },
  );
});

describe("an instrumentation that is disabled", () => {
  const METHODS = ["on", "addListener", "prependListener", "once", "prependOnceListener"] as const;

  it.each([HttpServer, HttpsServer])("leaves every method as it was", ({ prototype }) => {
    const before = Object.getOwnPropertyNames(prototype);
    const instrumentation = new ProbityInstrumentation({ probe: recording().probe });
    expect(methodOf(prototype, "on")).not.toBe(methodOf(EventEmitter.prototype, "on"));
    instrumentation.disable();
    expect(Object.getOwnPropertyNames(prototype)).toEqual(before);
    for (const method of METHODS)
      expect(methodOf(prototype, method)).toBe(methodOf(EventEmitter.prototype, method));
  });

  it("does nothing without a probe, and nothing twice", () => {
    const before = methodOf(HttpServer.prototype, "on");
    new ProbityInstrumentation().enable();
    expect(methodOf(HttpServer.prototype, "on")).toBe(before);
    const instrumentation = new ProbityInstrumentation({ probe: recording().probe });
    const patched = methodOf(HttpServer.prototype, "on");
    instrumentation.enable();
    expect(methodOf(HttpServer.prototype, "on")).toBe(patched);
    instrumentation.disable();
    instrumentation.disable();
    expect(methodOf(HttpServer.prototype, "on")).toBe(before);
  });

  it("starts disabled where its configuration says so", () => {
    const instrumentation = new ProbityInstrumentation({ enabled: false, probe: recording().probe });
    expect(instrumentation.isEnabled()).toBe(false);
    expect(methodOf(HttpServer.prototype, "on")).toBe(methodOf(EventEmitter.prototype, "on"));
  });
});
