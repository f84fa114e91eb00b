import type { Chunk } from "@probity/core";
import { isSpoolError } from "../spool/errors.ts";
import type { Place } from "../spool/frame.ts";
import type { SpoolLog } from "../spool/log.ts";
import type { Timers } from "../timers.ts";
import { held, type Ration, ration } from "./ration.ts";

/** What is done when the spool is full. */
export type WhenFull = "drop" | "block" | "spill";

export interface SpoolingOptions {
  /** Undefined where it can't be opened. */
  readonly log: SpoolLog | undefined;
  readonly whenFull: WhenFull;
  readonly fsync: "os" | "interval" | "always";
  /** Whether something in the log waits to be stored: when that is, there is room for more. */
  readonly isBackedUp: () => boolean;
  readonly timers: Timers;
  /** Told of what goes wrong and costs no row. */
  readonly onFault: (fault: unknown) => void;
}

/** What gap records may always take: what is dropped must be on record. In bytes. */
const GAP_ROOM = 16 * 1024;

/** How often what was written is brought to the disk with `interval`, in milliseconds. */
const SYNC_EVERY_MS = 1_000;

/** How chunks get into the log: what is done when there is no room, when the disk fails, and for the medium. */
export class Spooling {
  readonly #options: SpoolingOptions;
  #isSyncDue = false;

  constructor(options: SpoolingOptions) {
    this.#options = options;
  }

  get isOpen(): boolean {
    return this.#options.log !== undefined;
  }

  /** What of the chunks there is room for. */
  ration(chunks: readonly Chunk[]): Ration {
    const { log, whenFull, isBackedUp, onFault } = this.#options;
    // Where nothing waits on disk, room that is not there will not come: then memory is better than nothing.
    if (!log || whenFull === "block" || !isBackedUp()) return all(chunks);
    try {
      return ration(chunks, { free: log.room() - GAP_ROOM, capacity: log.capacity });
    } catch (fault) {
      onFault(fault); // rows that can't be looked into are not dropped
      return all(chunks);
    }
  }

  /** Undefined when the log fails: then the chunks are in memory alone. `full` when they are to wait for room. */
  append(chunks: readonly Chunk[]): readonly Place[] | "full" | undefined {
    const { log, whenFull, isBackedUp, onFault } = this.#options;
    try {
      return log?.append(chunks.map((chunk) => ({ kind: "chunk", chunk })));
    } catch (fault) {
      onFault(fault);
      return isSpoolError(fault, "FULL") && whenFull === "block" && isBackedUp() ? "full" : undefined;
    }
  }

  /** Gap records, for which there is always room, unless the log fails; then undefined. */
  appendGaps(chunk: Chunk): Place | undefined {
    const { log, onFault } = this.#options;
    try {
      return log?.append([{ kind: "chunk", chunk }], { isExempt: true })[0];
    } catch (fault) {
      onFault(fault);
      return undefined;
    }
  }

  /** False when it is not certain that what was written is on the disk, as far as the policy asks for that. */
  async isSynced(): Promise<boolean> {
    const { fsync, timers } = this.#options;
    if (fsync === "always") return this.#sync();
    if (fsync === "interval" && !this.#isSyncDue) {
      this.#isSyncDue = true;
      timers.after(SYNC_EVERY_MS, () => {
        this.#isSyncDue = false;
        void this.#sync();
      });
    }
    return true;
  }

  async #sync(): Promise<boolean> {
    try {
      await this.#options.log?.sync();
      return true;
    } catch (fault) {
      this.#options.onFault(fault);
      return false;
    }
  }
}

function all(chunks: readonly Chunk[]): Ration {
  return { kept: chunks.map(held), dropped: [], freedBytes: 0 };
}
