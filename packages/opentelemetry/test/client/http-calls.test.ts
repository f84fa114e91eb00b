import { type Attributes, context, type SpanOptions, SpanStatusCode, type Tracer } from "@opentelemetry/api";
import { AsyncLocalStorageContextManager } from "@opentelemetry/context-async-hooks";
import { suppressTracing } from "@opentelemetry/core";
import { once } from "node:events";
import { get, type IncomingMessage, request } from "node:http";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { startCall } from "../../src/client/http-call.ts";
import { observeNodeHttp } from "../../src/client/node-http-calls.ts";
import { isUndiciObserved, observeUndici } from "../../src/client/undici-calls.ts";
import { listening, type Listening } from "../support/servers.ts";

interface Seen {
  readonly name: string;
  readonly kind: number | undefined;
  readonly attributes: Attributes;
  isFailed: boolean;
  isEnded: boolean;
}

let spans: Seen[];
let faults: unknown[];
let service: Listening;

/** A tracer that keeps what it is told. */
const tracer = {
  startSpan(name: string, { kind, attributes }: SpanOptions = {}) {
    const span: Seen = { name, kind, attributes: { ...attributes }, isFailed: false, isEnded: false };
    spans.push(span);
    return {
      setAttribute: (key: string, value: string) => void (span.attributes[key] = value),
      setStatus: ({ code }: { code: SpanStatusCode }) => void (span.isFailed = code === SpanStatusCode.ERROR),
      end: () => void (span.isEnded = true),
    };
  },
} as unknown as Tracer;

beforeEach(async () => {
  spans = [];
  faults = [];
  service = await listening((req, res) => {
    if (req.url === "/hang-up") req.socket.destroy();
    else res.writeHead(req.url === "/missing" ? 404 : 200).end("answer");
  });
});

afterEach(async () => service[Symbol.asyncDispose]());

async function byNodeHttp(path: string): Promise<void> {
  const req = get({ host: "127.0.0.1", port: service.port, path });
  const [res] = (await once(req, "response")) as [IncomingMessage];
  res.resume();
  await once(res, "close");
}

async function byFetch(path: string): Promise<void> {
  await (await fetch(`http://127.0.0.1:${service.port}${path}`)).arrayBuffer();
}

describe.each([
  ["node:http", observeNodeHttp, byNodeHttp],
  ["fetch", observeUndici, byFetch],
] as const)("a request by %s", (_, observe, ask) => {
  let stop = (): void => undefined;

  beforeEach(() => void (stop = observe(tracer, (fault) => faults.push(fault))));
  afterEach(() => stop());

  const ended = async (count: number): Promise<void> =>
    expect.poll(() => spans.filter(({ isEnded }) => isEnded).length, { interval: 2 }).toBe(count);

  it("is a client span with method, server, address and status", async () => {
    await ask("/users/4711?q=1");
    await ended(1);
    expect(spans).toEqual([
      {
        name: "GET",
        kind: 2,
        attributes: {
          "http.request.method": "GET",
          "server.address": "127.0.0.1",
          "server.port": service.port,
          "url.full": `http://127.0.0.1:${service.port}/users/4711?q=1`,
          "http.response.status_code": 200,
        },
        isFailed: false,
        isEnded: true,
      },
    ]);
    expect(faults).toEqual([]);
  });

  it("failed where it is answered so, and where nobody answers", async () => {
    await ask("/missing");
    await expect(ask("/hang-up")).rejects.toThrow();
    await ended(2);
    expect(
      spans.map(({ isFailed, attributes }) => [isFailed, attributes["http.response.status_code"]]),
    ).toEqual([
      [true, 404],
      [true, undefined],
    ]);
  });

  it("is none where an SDK keeps it out of its traces: an export of its own", async () => {
    const manager = new AsyncLocalStorageContextManager().enable();
    context.setGlobalContextManager(manager);
    try {
      await context.with(suppressTracing(context.active()), async () => ask("/"));
      expect(spans).toEqual([]);
      await ask("/");
      expect(spans).toHaveLength(1);
    } finally {
      context.disable();
    }
  });

  it("is none any more once that has ended", async () => {
    stop();
    await ask("/");
    expect(spans).toEqual([]);
  });

  it("goes out all the same when the tracer fails", async () => {
    stop();
    const broken = {
      startSpan: () => {
        throw new Error("of ours");
      },
    } as unknown as Tracer;
    stop = observe(broken, (fault) => faults.push(fault));
    await ask("/");
    expect(faults).toEqual([new Error("of ours")]);
  });
});

it("the end of a request by node:http that is given up once it is out is seen", async () => {
  const stop = observeNodeHttp(tracer, (fault) => faults.push(fault));
  const req = request({ host: "127.0.0.1", port: service.port });
  req.on("error", () => undefined).end();
  await once(req, "finish");
  req.destroy();
  await expect.poll(() => spans[0]?.isEnded, { interval: 2 }).toBe(true);
  stop();
});

it("an address of IPv6 has its brackets where it is a part of a URL, and there alone", () => {
  startCall(tracer, { method: "GET", protocol: "https:", host: "::1", port: undefined, path: "/" });
  expect(spans[0]?.attributes).toMatchObject({
    "server.address": "::1",
    "server.port": 443,
    "url.full": "https://[::1]/",
  });
});

it("it is known whether undici is observed", () => {
  expect(isUndiciObserved()).toBe(false);
  const stop = observeUndici(tracer, (fault) => faults.push(fault));
  expect(isUndiciObserved()).toBe(true);
  stop();
  expect(isUndiciObserved()).toBe(false);
});
