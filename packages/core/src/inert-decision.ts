import type { Algorithm } from "./algorithm.ts";
import type { Decision } from "./decision.ts";
import { LOST_RECEIPT, type Receipt } from "./receipt.ts";

/** Stands in where a decision could not be opened: the service goes on, and nothing is recorded. */
export class InertDecision implements Decision {
  readonly id = "";
  readonly algorithm: Algorithm;
  readonly outlet = undefined;
  /** No record will come, and that was counted as a fault. */
  readonly receipt: Receipt = LOST_RECEIPT;
  isClosed = false;
  hasDelivered = false;
  /** Nothing is enforced where nothing is recorded. */
  readonly mode = "as_requested";
  readonly blockedBy = "";

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

  admit<T>(items: readonly T[]): readonly T[] {
    return items;
  }

  deliver(): void {
    this.hasDelivered = true;
  }

  describe(): void {}
  price(): void {}
  intervene(): void {}
  noteBadInput(): void {}

  close(): void {
    this.isClosed = true;
  }
}
