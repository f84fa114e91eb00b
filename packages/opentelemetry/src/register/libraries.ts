import type { Instrumentation } from "@opentelemetry/instrumentation";

/**
 * OpenTelemetry's instrumentations for the libraries by which services read data, by the names that
 * `OTEL_NODE_ENABLED_INSTRUMENTATIONS` knows them by; not enabled yet. Without an SDK there is no span above a call, so none
 * may ask for one.
 */
const LIBRARIES: Readonly<Record<string, () => Promise<Instrumentation>>> = {
  pg: async () => {
    const { PgInstrumentation } = await import("@opentelemetry/instrumentation-pg");
    return new PgInstrumentation({ enabled: false, ignoreConnectSpans: true });
  },
  mysql2: async () => {
    const { MySQL2Instrumentation } = await import("@opentelemetry/instrumentation-mysql2");
    return new MySQL2Instrumentation({ enabled: false });
  },
  ioredis: async () => {
    const { IORedisInstrumentation } = await import("@opentelemetry/instrumentation-ioredis");
    return new IORedisInstrumentation({ enabled: false, requireParentSpan: false });
  },
  redis: async () => {
    const { RedisInstrumentation } = await import("@opentelemetry/instrumentation-redis");
    return new RedisInstrumentation({ enabled: false, requireParentSpan: false });
  },
  mongodb: async () => {
    const { MongoDBInstrumentation } = await import("@opentelemetry/instrumentation-mongodb");
    return new MongoDBInstrumentation({ enabled: false, requireParentSpan: false });
  },
  grpc: async () => {
    const { GrpcInstrumentation } = await import("@opentelemetry/instrumentation-grpc");
    return new GrpcInstrumentation({ enabled: false });
  },
  kafkajs: async () => {
    const { KafkaJsInstrumentation } = await import("@opentelemetry/instrumentation-kafkajs");
    return new KafkaJsInstrumentation({ enabled: false });
  },
};
