import type { Outgoing } from "../propagation/tell-services.ts";
import { replaceMethod } from "../replace-method.ts";
import type { GrpcClient, GrpcMetadata } from "./types.ts";

/** Where the metadata of a call stands among the arguments: the first of those that may be left out. */
const METADATA_AT = {
  makeUnaryRequest: 4,
  makeServerStreamRequest: 4,
  makeClientStreamRequest: 3,
  makeBidiStreamRequest: 3,
} as const;

export interface GrpcClientOptions {
  /** The class of metadata; not known yet when a client's class is patched. */
  readonly metadata: () => (new () => GrpcMetadata) | undefined;
  readonly tell: (about: () => Outgoing) => void;
}

/** Has each call of gRPC say what it is a part of, in metadata of its own. What is given back ends that. */
export function tellByGrpc(clientPrototype: object, { metadata, tell }: GrpcClientOptions): () => void {
  const stops = Object.entries(METADATA_AT).map(([name, at]) =>
    replaceMethod(clientPrototype, name, (original) => {
      return function (this: unknown, ...args) {
        tell(() => outgoing(this as GrpcClient, args, at, metadata()));
        return Reflect.apply(original, this, args);
      };
    }),
  );
  return () => {
    for (const stop of stops) stop();
  };
}

function outgoing(
  client: GrpcClient,
  args: unknown[],
  at: number,
  Metadata: (new () => GrpcMetadata) | undefined,
): Outgoing {
  let own: GrpcMetadata | undefined;
  const given = (): GrpcMetadata | undefined =>
    Metadata && args[at] instanceof Metadata ? args[at] : undefined;
  return {
    host: hostOf(client.getChannel().getTarget()),
    get: (header) => given()?.get(header).join(",") ?? "",
    set: (header, value) => {
      if (!Metadata) return;
      if (!own) {
        // The service may use its metadata for other calls, too.
        const theirs = given();
        own = theirs?.clone() ?? new Metadata();
        args.splice(at, theirs ? 1 : 0, own);
      }
      own.set(header, value);
    },
  };
}

/** The host of a target, such as `dns:ranker:50051` or `ipv4:10.0.0.1:50051`. */
function hostOf(target: string): string {
  return target.replace(/^(?:dns|ipv4|ipv6|passthrough):(?:\/\/[^/]*\/)?/, "");
}
