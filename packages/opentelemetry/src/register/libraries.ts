import type { InstrumentationBase } from "@opentelemetry/instrumentation";
import { INSTRUMENTATION_CONFIGS as configs } from "../spans/instrumentation-configs.ts";

type LibraryInstrumentation = Pick<
  InstrumentationBase,
  "enable" | "disable" | "getModuleDefinitions" | "setMeterProvider" | "setTracerProvider"
>;

/**
 * OpenTelemetry's instrumentations of the libraries by which services read data, by the names by which environment variables
 * choose them.
 */
const LIBRARIES: Readonly<Record<string, () => Promise<LibraryInstrumentation>>> = {
  pg: async () => {
    const { PgInstrumentation } = await import("@opentelemetry/instrumentation-pg");
    return new PgInstrumentation({ ...configs.pg, enabled: false });
  },
  mysql2: async () => {
    const { MySQL2Instrumentation } = await import("@opentelemetry/instrumentation-mysql2");
    return new MySQL2Instrumentation({ ...configs.mysql2, enabled: false });
  },
  ioredis: async () => {
    const { IORedisInstrumentation } = await import("@opentelemetry/instrumentation-ioredis");
    return new IORedisInstrumentation({ ...configs.redis, enabled: false });
  },
  redis: async () => {
    const { RedisInstrumentation } = await import("@opentelemetry/instrumentation-redis");
    return new RedisInstrumentation({ ...configs.redis, enabled: false });
  },
  mongodb: async () => {
    const { MongoDBInstrumentation } = await import("@opentelemetry/instrumentation-mongodb");
    return new MongoDBInstrumentation({ ...configs.mongodb, enabled: false });
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

/** Makes those that are wanted, not enabled yet. */
export async function libraryInstrumentations(
  isWanted: (name: string) => boolean,
): Promise<LibraryInstrumentation[]> {
  const wanted = Object.entries(LIBRARIES).filter(([name]) => isWanted(name));
  return Promise.all(wanted.map(async ([, make]) => make()));
}
