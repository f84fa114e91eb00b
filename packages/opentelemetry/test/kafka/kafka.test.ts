import { currentDecision, type Decision, runInDecision } from "@probity/core";
import { setImmediate } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { patchedModules } from "../../src/modules.ts";
import { TellServices } from "../../src/propagation/tell-services.ts";
import { RemoteCalls } from "../../src/remote/remote-calls.ts";
import { methodOf } from "../support/methods.ts";
import { recording, type Recording } from "../support/recording.ts";

type Headers = Record<string, Buffer | string | (Buffer | string)[]>;
interface Message {
  readonly value: string;
  readonly headers?: Headers;
}
type EachMessage = (payload: { topic: string; partition: number; message: Message }) => Promise<void>;

/** A broker in this process, by the interface of kafkajs: it has no broker of its own that a test could run. */
class Kafka {
  readonly topics: Map<string, Message[]> = new Map();
  #eachMessage: EachMessage | undefined;

  producer() {
    const send = async ({
      topic,
      messages,
    }: {
      topic: string;
      messages: readonly Message[];
    }): Promise<void> => {
      await setImmediate();
      this.topics.set(topic, [...(this.topics.get(topic) ?? []), ...messages]);
    };
    const sendBatch = async (batch: {
      topicMessages?: { topic: string; messages: Message[] }[];
    }): Promise<void> => {
      for (const each of batch.topicMessages ?? []) await send(each);
    };
    return { send, sendBatch, transaction: async () => Promise.resolve({ send, sendBatch }) };
  }

  consumer() {
    return {
      run: async (config: { eachMessage?: EachMessage }) => {
        this.#eachMessage = config.eachMessage;
        return Promise.resolve();
      },
    };
  }

  async deliver(topic: string): Promise<void> {
    for (const message of this.topics.get(topic) ?? [])
      await this.#eachMessage?.({ topic, partition: 0, message });
  }
}

describe("a message of Kafka", () => {
  let memory: Recording;
  let kafka: Kafka;
  let disable: () => void;

  beforeEach(() => {
    memory = recording();
    const { recorder } = memory.probe.ports;
    const services = new TellServices({ sendTo: ["kafka"], recorder });
    const remote = new RemoteCalls({ accept: true, recorder });
    const [, definition] = patchedModules({
      tell: (about) => services.tell(about),
      open: (incoming) => remote.open(incoming),
    });
    definition?.patch?.({ Kafka });
    definition?.patch?.({ Kafka }); // by require and by import
    disable = () => {
      definition?.unpatch?.({ Kafka });
      services.close();
    };
    kafka = new Kafka();
  });

  afterEach(() => disable());

  const decide = (): Decision => memory.probe.ports.recorder.open({ algorithm: "feed", outlet: "home" });

  it.each(["send", "sendBatch", "transaction"] as const)(
    "names the decision that it is sent in, by %s",
    async (way) => {
      const decision = decide();
      const messages: Message[] = [
        { value: "1" },
        { value: "2", headers: { baggage: Buffer.from("tenant=t1"), other: "o" } },
      ];
      const given = structuredClone(messages);
      await runInDecision(decision, async () => {
        const producer = kafka.producer();
        if (way === "send") await producer.send({ topic: "clicks", messages });
        else if (way === "sendBatch")
          await producer.sendBatch({ topicMessages: [{ topic: "clicks", messages }] });
        else await (await producer.transaction()).send({ topic: "clicks", messages });
      });
      const own = `probity.decision=${decision.id},probity.outlet=home,probity.hop=1`;
      expect(kafka.topics.get("clicks")).toEqual([
        { value: "1", headers: { baggage: own } },
        { value: "2", headers: { baggage: `tenant=t1,${own}`, other: "o" } },
      ]);
      expect(messages.map(({ value }) => value)).toEqual(given.map(({ value }) => value));
      expect(messages[0]).not.toHaveProperty("headers");
    },
  );

  it("is recorded, where it is handled, as a part of that decision", async () => {
    const decision = decide();
    await runInDecision(decision, async () =>
      kafka.producer().send({ topic: "clicks", messages: [{ value: "1" }] }),
    );
    const within: unknown[] = [];
    await kafka.consumer().run({
      eachMessage: async () => {
        await setImmediate();
        within.push(currentDecision()?.id);
      },
    });
    await kafka.deliver("clicks");
    const [call] = await memory.remoteCalls(1);
    expect(call).toMatchObject({
      decision: decision.id,
      protocol: "kafka",
      route: "clicks",
      outcome: "delivered",
      hop: 1,
    });
    expect(within).toEqual([call?.id]);
  });

  it("is recorded as failed where the service says so, which it does as before", async () => {
    await runInDecision(decide(), async () =>
      kafka.producer().send({ topic: "clicks", messages: [{ value: "1" }] }),
    );
    await kafka.consumer().run({ eachMessage: async () => Promise.reject(new Error("of the service")) });
    await expect(kafka.deliver("clicks")).rejects.toThrow("of the service");
    expect(await memory.remoteCalls(1)).toMatchObject([{ outcome: "failed" }]);
  });

  it("is sent and handled as before outside of a decision, and with a claim that can't be believed", async () => {
    const producer = kafka.producer();
    const messages = [
      { value: "1" },
      { value: "2", headers: { baggage: ["probity.decision=me", "probity.hop=1"] } },
    ];
    await producer.send({ topic: "clicks", messages });
    expect(kafka.topics.get("clicks")).toEqual(messages);
    const handled: unknown[] = [];
    await kafka.consumer().run({
      eachMessage: async ({ message: { value } }) => {
        handled.push(value, currentDecision());
        return Promise.resolve();
      },
    });
    await kafka.deliver("clicks");
    expect(handled).toEqual(["1", undefined, "2", undefined]);
    await memory.remoteCalls(0);
    expect(memory.faults).toHaveLength(1);
    expect(memory.faults[0]).toContain('"baggage" was handed in');
  });

  it("goes through the methods that were there before, once that has ended", () => {
    const patched = methodOf(Kafka.prototype, "producer");
    disable();
    expect(methodOf(Kafka.prototype, "producer")).not.toBe(patched);
    expect(Object.getOwnPropertyNames(Kafka.prototype)).toEqual([
      "constructor",
      "producer",
      "consumer",
      "deliver",
    ]);
    expect(String(methodOf(Kafka.prototype, "producer"))).toContain("sendBatch");
    expect(Object.getOwnPropertyDescriptor(Kafka.prototype, "producer")?.enumerable).toBe(false);
  });
});
