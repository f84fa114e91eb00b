import type { Decision, OpenOptions } from "@probity/core";
import type { createMiddleware } from "@probity/express";
import type { ProbeCounters } from "./counters.ts";

/** How long {@link Probe.flush} and {@link Probe.close} may take. */
export interface DrainOptions {
  /** In milliseconds; one that no timer can keep is rejected, as `INVALID_OPTION`. @default the probe's `deadlineMs` */
  readonly deadlineMs?: number;
}

/** What had become of the decisions when a probe was flushed or closed. */
export interface DrainReport {
  /** Decisions that ClickHouse acknowledged, since the probe was created. */
  readonly stored: number;
  /**
   * Decisions that were not stored in time. After `flush` they still wait; after `close` they are lost, and counted
   * so, as there is no spool to keep them.
   */
  readonly left: number;
  /** Decisions that will never be stored, for whatever reason, since the probe was created. */
  readonly lost: number;
}

/** What a service has of Probity. No method but `close` and `flush` ever waits for anything. */
export interface Probe {
  /** Middleware for Express 4 and 5: a decision for each request to a configured route. */
  express(): ReturnType<typeof createMiddleware>;
  /** Opens a decision; whoever opens one closes it. Its parent is the current decision, unless another is given. */
  open(options: OpenOptions): Decision;
  /**
   * Opens a decision, runs `work` as part of it, and closes it: as delivered, or as failed when `work` throws. What
   * `work` gives or throws is given or thrown.
   */
  decide<T>(options: OpenOptions, work: (decision: Decision) => T | Promise<T>): Promise<T>;
  /** What happened so far. */
  readonly counters: ProbeCounters;
  /** Has all that is recorded stored without delay. Resolves when it is, or at the deadline. */
  flush(options?: DrainOptions): Promise<DrainReport>;
  /**
   * Ends the probe: stores what is recorded, ends the worker, takes the metrics out of the registry. Decisions that
   * close later are counted as lost. Resolves at the deadline at the latest. Safe to call twice.
   *
   * A process that comes to its end by itself does this first. One that is ended by a signal or by `process.exit`
   * doesn't: the signals are the service's.
   */
  close(options?: DrainOptions): Promise<DrainReport>;
}
