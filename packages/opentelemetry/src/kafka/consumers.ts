import { type Decision, runInDecision } from "@probity/core";
import type { Incoming } from "../remote/remote-calls.ts";
import { replaceMethod } from "../replace-method.ts";
import { headerIn } from "./headers.ts";
import type { KafkaPayload, KafkaRunConfig } from "./types.ts";

type EachMessage = NonNullable<KafkaRunConfig["eachMessage"]>;
export type OpenRemote = (incoming: Incoming) => Decision | undefined;

/**
 * Has the messages that consumers made from now on handle one by one recorded as parts of the decisions that their headers
 * name. A batch may be of many decisions: it is left alone. What is given back ends that.
 */
export function recordKafkaMessages(kafkaPrototype: object, open: OpenRemote): () => void {
  return replaceMethod(kafkaPrototype, "consumer", (make) => {
    return function (this: unknown, ...args) {
      const consumer = Reflect.apply(make, this, args) as object;
      replaceMethod(consumer, "run", (run) => {
        return function (this: unknown, config, ...more) {
          const { eachMessage } = (config ?? {}) as KafkaRunConfig;
          const recorded =
            typeof eachMessage === "function"
              ? { ...(config as KafkaRunConfig), eachMessage: around(eachMessage, open) }
              : config;
          return Reflect.apply(run, this, [recorded, ...more]);
        };
      });
      return consumer;
    };
  });
}

function around(eachMessage: EachMessage, open: OpenRemote): EachMessage {
  return function (this: unknown, payload: KafkaPayload) {
    const { topic, message } = payload;
    const header = (name: string): string => headerIn(message.headers, name);
    const remote = open({ protocol: "kafka", route: topic, header });
    const handle = (): unknown => Reflect.apply(eachMessage, this, [payload]);
    return remote ? runInDecision(remote, async () => closed(remote, handle)) : handle();
  };
}

async function closed(remote: Decision, handle: () => unknown): Promise<unknown> {
  try {
    const result = await handle();
    remote.close({ outcome: "delivered" });
    return result;
  } catch (error) {
    remote.close({ outcome: "failed" });
    throw error;
  }
}
