import {
  InstrumentationNodeModuleDefinition,
  InstrumentationNodeModuleFile,
} from "@opentelemetry/instrumentation";
import type { Decision } from "@probity/core";
import { keepDecision } from "./context/keep-decision.ts";
import { tellByGrpc } from "./grpc/client-calls.ts";
import { recordGrpcCalls } from "./grpc/server-calls.ts";
import type { GrpcClientModule, GrpcModule } from "./grpc/types.ts";
import { recordKafkaMessages } from "./kafka/consumers.ts";
import { tellByKafka } from "./kafka/producers.ts";
import type { KafkaModule } from "./kafka/types.ts";
import type { Outgoing } from "./propagation/tell-services.ts";
import type { Incoming } from "./remote/remote-calls.ts";

const GRPC = [">=1.5.0 <2"];
const KAFKA = [">=1.0.0 <3"];
const PG = [">=8.0.3 <9"];
const PG_POOL = [">=2.0.0 <4"];
const MYSQL2 = [">=1.4.2 <4"];

export interface ModulePorts {
  readonly tell: (about: () => Outgoing) => void;
  readonly open: (incoming: Incoming) => Decision | undefined;
}

/** A class as a module exports it. */
interface Class {
  readonly prototype: object;
}

/** What is patched of modules: those by which calls come and go, and pools, where decisions would get mixed up. */
export function patchedModules(ports: ModulePorts): InstrumentationNodeModuleDefinition[] {
  return [...grpc(ports), kafka(ports), ...postgres(), mysql()];
}

function grpc({ tell, open }: ModulePorts): InstrumentationNodeModuleDefinition[] {
  let metadata: GrpcModule["Metadata"] | undefined;
  const client = patches(({ Client: { prototype } }: GrpcClientModule) => [
    prototype,
    () => tellByGrpc(prototype, { metadata: () => metadata, tell }),
  ]);
  const server = patches(({ Metadata, Server: { prototype } }: GrpcModule) => {
    metadata = Metadata;
    return [prototype, () => recordGrpcCalls(prototype, open)];
  });
  // Clients that are generated take the methods of this file's class before the main module is there.
  const file = new InstrumentationNodeModuleFile("@grpc/grpc-js/build/src/client.js", GRPC, ...client);
  return [new InstrumentationNodeModuleDefinition("@grpc/grpc-js", GRPC, ...server, [file])];
}

function kafka({ tell, open }: ModulePorts): InstrumentationNodeModuleDefinition {
  const clients = patches(({ Kafka: { prototype } }: KafkaModule) => [
    prototype,
    () => {
      const stops = [tellByKafka(prototype, tell), recordKafkaMessages(prototype, open)];
      return () => stops.forEach((stop) => stop());
    },
  ]);
  return new InstrumentationNodeModuleDefinition("kafkajs", KAFKA, ...clients);
}

function postgres(): InstrumentationNodeModuleDefinition[] {
  const client = new InstrumentationNodeModuleFile("pg/lib/client.js", PG, ...keeps("query"));
  return [
    new InstrumentationNodeModuleDefinition("pg", PG, undefined, undefined, [client]),
    new InstrumentationNodeModuleDefinition("pg-pool", PG_POOL, ...keeps("connect")),
  ];
}

function mysql(): InstrumentationNodeModuleDefinition {
  return new InstrumentationNodeModuleDefinition("mysql2", MYSQL2, undefined, undefined, [
    new InstrumentationNodeModuleFile("mysql2/lib/connection.js", MYSQL2, ...keeps("query", "execute")),
    new InstrumentationNodeModuleFile(
      "mysql2/lib/pool.js",
      MYSQL2,
      ...keeps("getConnection", "query", "execute"),
    ),
  ]);
}

function keeps(...methods: string[]): Patches<Class> {
  return patches(({ prototype }) => [prototype, () => keepDecision(prototype, methods)]);
}

type Patches<M> = [patch: (module: M) => M, unpatch: (module?: M) => void];

interface Namespace<M> {
  readonly [Symbol.toStringTag]: string;
  readonly default: M;
}

/** What a module exports: where one of CommonJS is imported, that is its default export. */
function exportsOf<M>(module: M): M {
  const { [Symbol.toStringTag]: tag, default: whole } = module as Partial<Namespace<M>>;
  return tag === "Module" ? (whole ?? module) : module;
}

/**
 * How a module is patched and unpatched. It may come twice, by `require` and by `import`, and is the same then: `target` is
 * patched once.
 */
function patches<M>(of: (module: M) => readonly [target: object, patch: () => () => void]): Patches<M> {
  const stops: Map<object, () => void> = new Map();
  return [
    (module) => {
      const [target, patch] = of(exportsOf(module));
      if (!stops.has(target)) stops.set(target, patch());
      return module;
    },
    () => {
      for (const stop of stops.values()) stop();
      stops.clear();
    },
  ];
}
