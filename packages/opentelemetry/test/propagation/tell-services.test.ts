import { type Decision, runInDecision } from "@probity/core";
import { once } from "node:events";
import {
  ClientRequest,
  get,
  type IncomingHttpHeaders,
  type IncomingMessage,
  OutgoingMessage,
  request,
} from "node:http";
import { request as undiciRequest } from "undici";
import { request as undici5Request } from "undici5";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { rememberTrace, traceIn } from "../../src/propagation/incoming-trace.ts";
import { TellServices } from "../../src/propagation/tell-services.ts";
import { methodOf } from "../support/methods.ts";
import { recording, type Recording } from "../support/recording.ts";
import { listening, type Listening } from "../support/servers.ts";

const TRACE_PARENT = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

type Ask = (url: string, headers: Record<string, string>) => Promise<unknown>;

async function answered(req: ClientRequest): Promise<void> {
  const [res] = (await once(req, "response")) as [IncomingMessage];
  res.resume();
  await once(res, "close");
}

/** The ways in which services ask others. */
const ways: readonly (readonly [string, Ask])[] = [
  ["http.get", async (url, headers) => answered(get(url, { headers }))],
  [
    "http.request, its body written in parts",
    async (url, headers) => {
      const req = request(url, { method: "POST", headers });
      req.write("first");
      req.end("last");
      await answered(req);
    },
  ],
  [
    "http.request, its head flushed",
    async (url, headers) => {
      const req = request(url, { headers });
      req.flushHeaders();
      req.end();
      await answered(req);
    },
  ],
  ["new ClientRequest", async (url, headers) => answered(new ClientRequest(url, { headers } as never).end())],
  ["fetch", async (url, headers) => (await fetch(url, { headers })).arrayBuffer()],
  ["undici 7", async (url, headers) => (await undiciRequest(url, { headers })).body.dump()],
  ["undici 5", async (url, headers) => (await undici5Request(url, { headers })).body.dump()],
];

describe("a service that is asked within a decision", () => {
  let memory: Recording;
  let service: Listening;
  let services: TellServices;
  let came: { headers: IncomingHttpHeaders; raw: string[] }[];

  beforeEach(async () => {
    came = [];
    memory = recording();
    service = await listening((req, res) => {
      came.push({ headers: req.headers, raw: req.rawHeaders });
      res.end();
    });
    services = new TellServices({ sendTo: ["private"], recorder: memory.probe.ports.recorder });
  });

  afterEach(async () => {
    services.close();
    await service[Symbol.asyncDispose]();
  });

  const decide = (): Decision => memory.probe.ports.recorder.open({ algorithm: "feed", outlet: "home" });
  const url = (): string => `http://localhost:${service.port}/`;
  const baggageIn = ({ headers }: { headers: IncomingHttpHeaders }): unknown => headers["baggage"];

  describe.each(ways)("by %s", (_, ask) => {
    it("is told the decision, its outlet and that it is one hop away", async () => {
      const decision = decide();
      await runInDecision(decision, async () => ask(url(), {}));
      expect(came.map(baggageIn)).toEqual([
        `probity.decision=${decision.id},probity.outlet=home,probity.hop=1`,
      ]);
      expect(memory.faults).toEqual([]);
    });

    it("gets what baggage there is besides, and of ours only what is true now, in one header", async () => {
      const decision = decide();
      const baggage = "tenant=t1;p=1, probity.decision=stale,probity.hop = 7,probity.other=kept";
      await runInDecision(decision, async () => ask(url(), { baggage }));
      expect(came.map(baggageIn)).toEqual([
        `tenant=t1;p=1,probity.other=kept,probity.decision=${decision.id},probity.outlet=home,probity.hop=1`,
      ]);
      expect(came[0]?.raw.filter((name) => name.toLowerCase() === "baggage")).toHaveLength(1);
    });

    it("gets the trace context that the decision's request came with, unless it has one", async () => {
      const decision = decide();
      const request = { traceparent: TRACE_PARENT, tracestate: "a=b" };
      rememberTrace(
        decision,
        traceIn((name) => request[name as keyof typeof request]),
      );
      await runInDecision(decision, async () => ask(url(), {}));
      const own = TRACE_PARENT.replace("0af7", "1111");
      await runInDecision(decision, async () => ask(url(), { traceparent: own }));
      expect(came.map(({ headers: { traceparent, tracestate } }) => [traceparent, tracestate])).toEqual([
        [TRACE_PARENT, "a=b"],
        [own, undefined],
      ]);
    });

    it("is told nothing outside of a decision, after it, and from now on", async () => {
      await ask(url(), { baggage: "a=b" });
      const decision = decide();
      await runInDecision(decision, async () => {
        decision.close();
        return ask(url(), {});
      });
      services.close();
      await runInDecision(decide(), async () => ask(url(), {}));
      expect(came.map(baggageIn)).toEqual(["a=b", undefined, undefined]);
    });

    it("is told nothing where its host is not among those that are told", async () => {
      services.close();
      services = new TellServices({ sendTo: ["*.example.com"], recorder: memory.probe.ports.recorder });
      await runInDecision(decide(), async () => ask(url(), {}));
      expect(came.map(baggageIn)).toEqual([undefined]);
    });
  });

  it("is told the caller's decision, one hop further, where this one is a part of that", async () => {
    const { recorder } = memory.probe.ports;
    const caller = { decision: decide().id, outlet: "home", hop: 3 };
    const call = recorder.openRemote({ caller, protocol: "http" })!;
    await runInDecision(call, async () => fetch(url()));
    expect(came.map(baggageIn)).toEqual([
      `probity.decision=${caller.decision},probity.outlet=home,probity.hop=4`,
    ]);
  });

  it("is told nothing where there is no room, and that is told", async () => {
    const baggage = `a=${"x".repeat(8150)}`;
    await runInDecision(decide(), async () => fetch(url(), { headers: { baggage } }));
    expect(came.map(baggageIn)).toEqual([baggage]);
    expect(memory.faults).toEqual([
      "propagation: OpenTelemetryError: a request has so much baggage that there is no room for the decision that it is made in",
    ]);
  });

  it("is asked all the same when telling it fails", async () => {
    services.close();
    services = new TellServices({ sendTo: ["private"], recorder: memory.probe.ports.recorder });
    const broken = {
      ...decide(),
      get id(): string {
        throw new Error("of ours");
      },
    } as Decision;
    await runInDecision(broken, async () => fetch(url()));
    await runInDecision(broken, async () => answered(get(url())));
    expect(came).toHaveLength(2);
    expect(memory.faults).toEqual(Array(2).fill("propagation: Error: of ours"));
  });
});

it("leaves a request of node:http with its own methods, once closed", () => {
  const before = Object.getOwnPropertyNames(ClientRequest.prototype);
  const services = new TellServices({ sendTo: [], recorder: recording().probe.ports.recorder });
  expect(methodOf(ClientRequest.prototype, "end")).not.toBe(methodOf(OutgoingMessage.prototype, "end"));
  services.close();
  services.close();
  expect(Object.getOwnPropertyNames(ClientRequest.prototype)).toEqual(before);
  expect(methodOf(ClientRequest.prototype, "end")).toBe(methodOf(OutgoingMessage.prototype, "end"));
});
