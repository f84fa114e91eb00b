/** What of `@grpc/grpc-js` is used, in every version from 1.5 on. */
export interface GrpcModule {
  readonly Metadata: new () => GrpcMetadata;
  readonly Server: { readonly prototype: object };
}

export interface GrpcClientModule {
  readonly Client: { readonly prototype: object };
}

export interface GrpcMetadata {
  get(name: string): readonly (string | Uint8Array)[];
  set(name: string, value: string): void;
  clone(): GrpcMetadata;
}

export interface GrpcClient {
  getChannel(): { getTarget(): string };
}

/** A call at the server. */
export interface GrpcServerCall {
  readonly metadata: GrpcMetadata;
  on(event: string | symbol, listener: () => void): unknown;
  emit(event: string | symbol, ...args: unknown[]): boolean;
}

export type GrpcCallback = (error: unknown, ...result: unknown[]) => void;

export type GrpcHandler = (this: unknown, call: GrpcServerCall, callback?: GrpcCallback) => unknown;
