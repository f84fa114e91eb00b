import type { TracerProvider } from "@opentelemetry/api";
import { sdkTracerProvider } from "../otel-global.ts";

/**
 * Notices when an SDK registers its tracer provider, before or after us. It looks when it is told to: to stand in the way of
 * the registration, to be told of it at once, would be to risk it.
 */
export class SdkWatch {
  readonly #onFound: (provider: TracerProvider) => () => void;
  #provider: TracerProvider | undefined;
  #stop: (() => void) | undefined;

  /** `onFound` is called with each provider that is there now and was not before; what it gives ends what it began. */
  constructor(onFound: (provider: TracerProvider) => () => void) {
    this.#onFound = onFound;
  }

  /** Costs a few property reads where nothing is new. */
  look(): void {
    const provider = sdkTracerProvider();
    if (provider === this.#provider) return;
    this.#stop?.();
    this.#provider = provider;
    this.#stop = provider && this.#onFound(provider);
  }
}
