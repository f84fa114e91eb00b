/** What of `kafkajs` is used, in every version from 1 on. */
export interface KafkaModule {
  readonly Kafka: { readonly prototype: object };
}

export type KafkaHeaders = Record<string, KafkaHeader | readonly KafkaHeader[] | undefined>;
type KafkaHeader = string | Uint8Array;

export interface KafkaMessage {
  readonly headers?: KafkaHeaders | undefined;
}

export interface KafkaRecord {
  readonly topic: string;
  readonly messages: readonly KafkaMessage[];
}

export interface KafkaBatch {
  readonly topicMessages?: readonly KafkaRecord[] | undefined;
}

export interface KafkaPayload {
  readonly topic: string;
  readonly message: KafkaMessage;
}

export interface KafkaRunConfig {
  readonly eachMessage?: ((payload: KafkaPayload) => unknown) | undefined;
}
