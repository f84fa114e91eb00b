import type { Decision, OpenOptions } from "@probity/core";
import type { ChoiceLedger, ControlState, InterventionLedger } from "@probity/control";
import type { createMiddleware } from "@probity/express";
import type { ProbeCounters } from "./counters.ts";
import type { ProbePorts } from "./ports.ts";

/** How long {@link Probe.flush} and {@link Probe.close} may take. */
export interface DrainOptions {
  /** In milliseconds; one that no timer can keep is rejected, as `INVALID_OPTION`. @default the probe's `deadlineMs` */
  readonly deadlineMs?: number;
}

/** What had become of the decisions when a probe was flushed or closed. */
export interface DrainReport {
  /** Decisions that ClickHouse acknowledged, since the probe was created. */
  readonly stored: number;
  /** Decisions that were not stored in time and are not lost: they wait, after `close` in the spool alone. */
  readonly left: number;
  /** Of those, the ones in the spool. The next start, or `probity ship`, has them stored. */
  readonly spooled: number;
  /** Decisions that will never be stored, for whatever reason, since the probe was created. */
  readonly lost: number;
}

/** What a service has of Probity. No method but `close` and `flush` waits for anything, and `decide` where its algorithm says so. */
export interface Probe {
  /** Middleware for Express 4 and 5: a decision for each request to a configured route. */
  express(): ReturnType<typeof createMiddleware>;
  /** Opens a decision; whoever opens one closes it. Its parent is the current decision, unless another is given. */
  open(options: OpenOptions): Decision;
  /**
   * Opens a decision, runs `work` as part of it, and closes it: as delivered, or as failed when `work` throws. What
   * `work` gives or throws is given or thrown; what it gives, after the stage that the algorithm waits for.
   *
   * Where an enforced rule blocks the decision, it rejects with a `ProbeError` `BLOCKED` that names the decision and the
   * rule, and `work` is not run; if it is blocked only by what `work` says of who is asking, its result is withheld. The
   * decision is recorded as failed. Where a rule wants the path that knows nothing of the user, `decision.mode` says so,
   * and it is for `work` to take it.
   */
  decide<T>(options: OpenOptions, work: (decision: Decision) => T | Promise<T>): Promise<T>;
  /**
   * What users chose about personalisation, tags and consent. A choice that is entered holds in this process at once, and in
   * the others within seconds; its receipt says when it is safe.
   */
  readonly choices: ChoiceLedger;
  /** Changes of results by hand: proposed, approved, active, over. Whoever ranks asks it, from memory. */
  readonly interventions: InterventionLedger;
  /**
   * What rules do, and how that is changed while the service runs: here, in the control file, or in the control table. Each
   * change reaches every process within seconds, and each process records that it carried it out. With the kill switch
   * thrown nothing is enforced, and everything goes on being observed.
   */
  readonly control: ControlState;
  /** What happened so far. */
  readonly counters: ProbeCounters;
  /** For adapters. */
  readonly ports: ProbePorts;
  /** Has all that is recorded stored without delay. Resolves when it is, or at the deadline. */
  flush(options?: DrainOptions): Promise<DrainReport>;
  /**
   * Ends the probe: stores what is recorded, ends the worker, takes the metrics out of the registry. What is not
   * stored by the deadline stays in the spool; where there is none it is lost, and counted so. Decisions that close
   * later are counted as lost. Resolves a second after the deadline at the latest. Safe to call twice.
   *
   * A process that comes to its end by itself does this first; so does one that gets SIGTERM or SIGINT and has no
   * handler of its own for it, and ends by that signal then. Where the service has a handler, it is the one to call
   * this. A process that is killed or calls `process.exit` leaves what is not spooled yet to be found missing.
   */
  close(options?: DrainOptions): Promise<DrainReport>;
}
