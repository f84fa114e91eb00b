import {
  InstrumentationNodeModuleDefinition,
  InstrumentationNodeModuleFile,
} from "@opentelemetry/instrumentation";
import type { Decision } from "@probity/core";
import { tellByGrpc } from "./grpc/client-calls.ts";
import { recordGrpcCalls } from "./grpc/server-calls.ts";
import type { GrpcClientModule, GrpcModule } from "./grpc/types.ts";
import { recordKafkaMessages } from "./kafka/consumers.ts";
import { tellByKafka } from "./kafka/producers.ts";
import type { KafkaModule } from "./kafka/types.ts";
import type { Outgoing } from "./propagation/tell-services.ts";
import type { Incoming } from "./remote/remote-calls.ts";

const GRPC_VERSIONS = [">=1.5.0 <2"];
const KAFKA_VERSIONS = [">=1.0.0 <3"];

export interface ModulePorts {
  readonly tell: (about: () => Outgoing) => void;
  readonly open: (incoming: Incoming) => Decision | undefined;
}

/** What is patched of the modules by which calls come and go other than by node:http and undici. */
export function patchedModules({ tell, open }: ModulePorts): InstrumentationNodeModuleDefinition[] {
  let metadata: GrpcModule["Metadata"] | undefined;
  const client = patches((module: GrpcClientModule) => {
    const { prototype } = module.Client;
    return [prototype, () => tellByGrpc(prototype, { metadata: () => metadata, tell })];
  });
  const server = patches((module: GrpcModule) => {
    metadata = module.Metadata;
    const { prototype } = module.Server;
    return [prototype, () => recordGrpcCalls(prototype, open)];
  });
  const kafka = patches((module: KafkaModule) => {
    const { prototype } = module.Kafka;
    return [
      prototype,
      () => {
        const stops = [tellByKafka(prototype, tell), recordKafkaMessages(prototype, open)];
        return () => stops.forEach((stop) => stop());
      },
    ];
  });
  // Clients that are generated take the methods of this file's class before the main module is there.
  const file = new InstrumentationNodeModuleFile(
    "@grpc/grpc-js/build/src/client.js",
    GRPC_VERSIONS,
    ...client,
  );
  return [
    new InstrumentationNodeModuleDefinition("@grpc/grpc-js", GRPC_VERSIONS, ...server, [file]),
    new InstrumentationNodeModuleDefinition("kafkajs", KAFKA_VERSIONS, ...kafka),
  ];
}

/**
 * How a module is patched and unpatched. It may come twice, by `require` and by `import`, and is the same then: `target` is
 * patched once.
 */
function patches<M>(
  of: (module: M) => readonly [target: object, patch: () => () => void],
): [patch: (module: M) => M, unpatch: (module?: M) => void] {
  const stops: Map<object, () => void> = new Map();
  return [
    (module) => {
      const [target, patch] = of(module);
      if (!stops.has(target)) stops.set(target, patch());
      return module;
    },
    () => {
      for (const stop of stops.values()) stop();
      stops.clear();
    },
  ];
}
