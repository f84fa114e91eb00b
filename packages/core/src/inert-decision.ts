import type { Algorithm } from "./algorithm.ts";
import type { Decision } from "./decision.ts";
import type { Receipt } from "./receipt.ts";

/** Stands in where a decision could not be opened: the service goes on, and nothing is recorded. */
export class InertDecision implements Decision {
  readonly id = "";
  readonly algorithm: Algorithm;
  readonly outlet = undefined;
  /** No record will come, and that was counted as a fault. */
  readonly receipt: Receipt = { stage: "lost", reached: () => Promise.resolve("lost") };
  isClosed = false;
  hasDelivered = false;

  constructor(algorithm: string) {
    this.algorithm = { id: algorithm, version: "", type: "unknown", purpose: "content" };
  }

  identify(): void {}

  track<T>(_source: string, data: T): T {
    return data;
  }

  async read<T>(_source: string, load: () => T | Promise<T>): Promise<T> {
    return load();
  }

  uses(): void {}
  usesTags(): void {}
  observe(): void {}

  deliver(): void {
    this.hasDelivered = true;
  }

  intervene(): void {}
  noteBadInput(): void {}

  close(): void {
    this.isClosed = true;
  }
}
