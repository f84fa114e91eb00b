import type { Outgoing } from "../propagation/tell-services.ts";
import { replaceMethod } from "../replace-method.ts";
import { headerIn } from "./headers.ts";
import type { KafkaBatch, KafkaHeaders, KafkaMessage, KafkaRecord } from "./types.ts";

type Tell = (about: () => Outgoing) => void;

/** The name by which the configuration says whether messages to Kafka are told: their brokers are not known by then. */
const KAFKA_HOST = "kafka";

/** Has each message that producers made from now on send say what it is a part of. What is given back ends that. */
export function tellByKafka(kafkaPrototype: object, tell: Tell): () => void {
  return replaceMethod(kafkaPrototype, "producer", (make) => {
    return function (this: unknown, ...args) {
      const producer = Reflect.apply(make, this, args) as object;
      tellBySender(producer, tell);
      replaceMethod(producer, "transaction", (begin) => {
        return async function (this: unknown, ...more) {
          const transaction = (await Reflect.apply(begin, this, more)) as object;
          tellBySender(transaction, tell);
          return transaction;
        };
      });
      return producer;
    };
  });
}

function tellBySender(sender: object, tell: Tell): void {
  replaceMethod(sender, "send", (send) => {
    return function (this: unknown, record, ...more) {
      return Reflect.apply(send, this, [told(record as KafkaRecord, tell), ...more]);
    };
  });
  replaceMethod(sender, "sendBatch", (send) => {
    return function (this: unknown, batch, ...more) {
      const { topicMessages } = (batch ?? {}) as KafkaBatch;
      const all = topicMessages?.map((record) => told(record, tell));
      return Reflect.apply(send, this, [
        all ? { ...(batch as KafkaBatch), topicMessages: all } : batch,
        ...more,
      ]);
    };
  });
}

/** The record itself where there is nothing to tell; otherwise a copy: the service may use its own again. */
function told(record: KafkaRecord, tell: Tell): KafkaRecord {
  if (!Array.isArray((record as KafkaRecord | undefined)?.messages)) return record;
  const messages = record.messages.map((message) => withHeaders(message, tell));
  return messages.every((message, i) => message === record.messages[i]) ? record : { ...record, messages };
}

function withHeaders(message: KafkaMessage, tell: Tell): KafkaMessage {
  let headers: KafkaHeaders | undefined;
  tell(() => ({
    host: KAFKA_HOST,
    get: (header) => headerIn(message.headers, header),
    set: (header, value) => (headers = { ...message.headers, ...headers, [header]: value }),
  }));
  return headers ? { ...message, headers } : message;
}
