import { isClickHouseStoreError, openStore, type Store, type StoreOptions } from "@probity/clickhouse";
import { describeFault, type Fault } from "../fault.ts";
import { systemTimers, type Timers } from "../timers.ts";
import { pauseAfter } from "../worker/back-off.ts";
import type { BatchStore } from "../worker/batch-store.ts";
import { batchStoreOf } from "../worker/clickhouse-batch-store.ts";

/** What everything that is done offline has in common. */
export interface OfflineOptions {
  /** Where the records go. */
  readonly storage: StoreOptions;
  /**
   * For how long a storage that can't be reached is tried again before it is given up, in milliseconds.
   *
   * @default 60_000
   */
  readonly patienceMs?: number;
  /** Ends it after what is under way; what is left stays as it is. */
  readonly signal?: AbortSignal;
  /** Told when an attempt failed and another one will follow. */
  readonly onWait?: (waiting: Waiting) => void;
  /** Told of what is doubtful about the storage and keeps nothing from being stored. */
  readonly onDoubt?: (fault: Fault) => void;
}

/** An attempt to reach the storage failed. */
export interface Waiting {
  readonly fault: Fault;
  /** Until the next attempt, in milliseconds. */
  readonly pauseMs: number;
}

/** Runs an attempt, again and again until it goes well. Throws to give up. */
export type Persist = (attempt: () => Promise<unknown>) => Promise<void>;

export interface PersistOptions extends Pick<OfflineOptions, "patienceMs" | "signal" | "onWait"> {
  readonly timers: Timers;
  readonly random: () => number;
}

const PATIENCE_MS = 60_000;

/** Longest pause between two attempts, in milliseconds: somebody looks on. */
const LONGEST_PAUSE_MS = 5_000;

/**
 * Tries again what fails because of the way to the storage, and gives up with that failure once its patience is over.
 * Any other failure is thrown at once, as somebody must put it right; so is the signal's reason.
 */
export function persistence(options: PersistOptions): Persist {
  const { patienceMs = PATIENCE_MS, signal, onWait, timers, random } = options;
  return async (attempt) => {
    const started = timers.now();
    for (let failures = 1; ; failures += 1) {
      signal?.throwIfAborted();
      try {
        await attempt();
        return;
      } catch (failure) {
        const left = started + patienceMs - timers.now();
        if (!(isClickHouseStoreError(failure) && failure.isTransient) || left <= 0) throw failure;
        const pauseMs = Math.min(left, pauseAfter(failures, LONGEST_PAUSE_MS, random));
        onWait?.({ fault: describeFault(failure), pauseMs });
        await pause(pauseMs, timers, signal);
      }
    }
  };
}

/** Ends early when the signal comes. */
function pause(ms: number, timers: Timers, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      cancel();
      signal?.removeEventListener("abort", done);
      resolve();
    };
    const cancel = timers.after(ms, done);
    signal?.addEventListener("abort", done);
  });
}

/** The storage, as what is done offline needs it. */
export interface OfflineStore extends BatchStore, Pick<Store, "sequenceCounts"> {}

/** What work on the storage is handed. */
export interface Access {
  readonly store: OfflineStore;
  readonly persist: Persist;
}

/** Opens the storage, makes sure that it can be used, and closes it when the work is over. */
export async function withStorage<T>(
  options: OfflineOptions,
  work: (access: Access) => Promise<T>,
): Promise<T> {
  const { storage } = options;
  const opened = openStore(storage);
  const store: OfflineStore = {
    ...batchStoreOf(opened, storage),
    sequenceCounts: (window) => opened.sequenceCounts(window),
  };
  const persist = persistence({ ...options, timers: foregroundTimers, random: Math.random });
  const check = async (): Promise<void> => {
    for (const message of await store.check()) options.onDoubt?.({ code: "STORAGE_UNFIT", message });
  };
  try {
    await persist(check);
    return await work({ store, persist });
  } finally {
    await opened.close();
  }
}

/** The system's own; a pause keeps the process alive. */
const foregroundTimers: Timers = {
  now: () => systemTimers.now(),
  after(ms, work) {
    const timer = setTimeout(work, ms);
    return () => clearTimeout(timer);
  },
};
