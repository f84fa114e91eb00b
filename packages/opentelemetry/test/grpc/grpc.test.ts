import type * as Grpc from "@grpc/grpc-js";
import { currentDecision, runInDecision } from "@probity/core";
import { createRequire } from "node:module";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { ProbityInstrumentation } from "../../src/index.ts";
import { methodOf } from "../support/methods.ts";
import { recording, type Recording } from "../support/recording.ts";

const require = createRequire(import.meta.url);
const text = {
  serialize: (value: string) => Buffer.from(value),
  deserialize: (bytes: Buffer) => bytes.toString(),
};

function method(
  path: string,
  requestStream: boolean,
  responseStream: boolean,
): Grpc.MethodDefinition<string, string> {
  const { serialize, deserialize } = text;
  return {
    path,
    requestStream,
    responseStream,
    requestSerialize: serialize,
    requestDeserialize: deserialize,
    responseSerialize: serialize,
    responseDeserialize: deserialize,
  };
}

const definition = {
  unary: method("/shop.Users/Unary", false, false),
  serverStream: method("/shop.Users/ServerStream", false, true),
  clientStream: method("/shop.Users/ClientStream", true, false),
  bidi: method("/shop.Users/Bidi", true, true),
};

type Unary = (...args: unknown[]) => Grpc.ClientUnaryCall;
type Client = Grpc.Client & {
  readonly unary: Unary;
  readonly serverStream: (...args: unknown[]) => Grpc.ClientReadableStream<string>;
  readonly clientStream: (...args: unknown[]) => Grpc.ClientWritableStream<string>;
  readonly bidi: (...args: unknown[]) => Grpc.ClientDuplexStream<string, string>;
};

describe("a service that is asked by gRPC within a decision", () => {
  let memory: Recording;
  let instrumentation: ProbityInstrumentation;
  let grpc: typeof Grpc;
  let server: Grpc.Server;
  let client: Client;
  let seen: unknown[];

  const note = (call: { readonly metadata: Grpc.Metadata }): void => {
    seen.push({ within: currentDecision()?.id, baggage: call.metadata.get("baggage") });
  };

  beforeAll(async () => {
    memory = recording();
    instrumentation = new ProbityInstrumentation({ probe: memory.probe });
    grpc = require("@grpc/grpc-js") as typeof Grpc;
    server = new grpc.Server();
    server.addService(definition, {
      unary: (call: Grpc.ServerUnaryCall<string, string>, callback: Grpc.sendUnaryData<string>) => {
        note(call);
        setImmediate(() => {
          note(call);
          if (call.request === "fail") callback({ code: grpc.status.INTERNAL });
          else callback(null, "answer");
        });
      },
      serverStream: (call: Grpc.ServerWritableStream<string, string>) => {
        note(call);
        call.write("answer");
        call.end(); // what it is given would be trailers
      },
      clientStream: (
        call: Grpc.ServerReadableStream<string, string>,
        callback: Grpc.sendUnaryData<string>,
      ) => {
        call.on("data", () => note(call));
        call.on("end", () => callback(null, "answer"));
      },
      bidi: (call: Grpc.ServerDuplexStream<string, string>) => {
        call.on("data", () => note(call));
        call.on("end", () => {
          call.write("answer");
          call.end();
        });
      },
    });
    const port = await new Promise<number>((resolve, reject) => {
      server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, bound) =>
        error ? reject(error) : resolve(bound),
      );
    });
    const Users = grpc.makeGenericClientConstructor(definition, "Users");
    client = new Users(`localhost:${port}`, grpc.credentials.createInsecure()) as unknown as Client;
  });

  beforeEach(() => void (seen = []));

  afterAll(() => {
    client.close();
    server.forceShutdown();
    instrumentation.disable();
  });

  const unary = async (...args: unknown[]): Promise<unknown> =>
    new Promise((resolve) =>
      client.unary(...args, (error: unknown, answer: unknown) => resolve(error ?? answer)),
    );

  /** Each way to call, until it is over. */
  const ways: readonly (readonly [name: string, ask: () => Promise<unknown>, noted: number])[] = [
    ["Unary", async () => unary("ask"), 2],
    ["Unary", async () => unary("ask", new grpc.Metadata()), 2],
    ["Unary", async () => unary("ask", { deadline: Date.now() + 60_000 }), 2],
    ["ServerStream", async () => client.serverStream("ask").toArray(), 1],
    [
      "ClientStream",
      async () =>
        new Promise((resolve) => {
          const call = client.clientStream((error: unknown, answer: unknown) => resolve(error ?? answer));
          call.end("ask");
        }),
      1,
    ],
    [
      "Bidi",
      async () => {
        const call = client.bidi();
        call.end("ask");
        return call.toArray();
      },
      1,
    ],
  ];

  let recorded = 0;

  it.each(ways)(
    "%s: records it as a part of that decision, and finds that below",
    async (name, ask, noted) => {
      const decision = memory.probe.ports.recorder.open({ algorithm: "feed", outlet: "home" });
      expect(String(await runInDecision(decision, ask))).toBe("answer");
      const call = (await memory.remoteCalls((recorded += 1))).at(-1);
      expect(call).toMatchObject({
        decision: decision.id,
        outlet: "home",
        hop: 1,
        protocol: "grpc",
        route: `shop.Users/${name}`,
        outcome: "delivered",
      });
      const baggage = [`probity.decision=${decision.id},probity.outlet=home,probity.hop=1`];
      expect(seen).toEqual(Array(noted).fill({ within: call?.id, baggage }));
      expect(memory.faults).toEqual([]);
    },
  );

  it("says that it failed, and keeps the service's metadata as it is", async () => {
    const metadata = new grpc.Metadata();
    metadata.set("baggage", "tenant=t1");
    const decision = memory.probe.ports.recorder.open({ algorithm: "feed" });
    expect(await runInDecision(decision, async () => unary("fail", metadata))).toMatchObject({ code: 13 });
    const call = (await memory.remoteCalls((recorded += 1))).at(-1);
    expect(call).toMatchObject({ decision: decision.id, outcome: "failed" });
    expect(metadata.get("baggage")).toEqual(["tenant=t1"]);
    expect(seen).toContainEqual({
      within: call?.id,
      baggage: [`tenant=t1,probity.decision=${decision.id},probity.hop=1`],
    });
  });

  it("records nothing outside of a decision", async () => {
    expect(await unary("ask")).toBe("answer");
    expect(seen).toEqual(Array(2).fill({ within: undefined, baggage: [] }));
    await memory.remoteCalls(recorded);
  });

  it("is neither told nor recorded once the instrumentation is disabled, by the methods that were there", async () => {
    instrumentation.disable();
    const { Client, Server } = grpc;
    for (const name of [
      "makeUnaryRequest",
      "makeServerStreamRequest",
      "makeClientStreamRequest",
      "makeBidiStreamRequest",
    ])
      expect(methodOf(Client.prototype, name)).toHaveProperty("name", name);
    expect(methodOf(Server.prototype, "register")).toHaveProperty("name", "register");
    const decision = memory.probe.ports.recorder.open({ algorithm: "feed" });
    expect(await runInDecision(decision, async () => unary("ask"))).toBe("answer");
    expect(seen).toEqual(Array(2).fill({ within: undefined, baggage: [] }));
    await memory.remoteCalls(recorded);
  });
});
