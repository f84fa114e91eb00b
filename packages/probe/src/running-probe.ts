import {
  currentDecision,
  type Decision,
  type OpenOptions,
  type Recorder,
  runInDecision,
} from "@probity/core";
import { createMiddleware, type MiddlewareOptions } from "@probity/express";
import { combine, type ProbeCounters } from "./counters.ts";
import type { ProbeMetrics } from "./metrics.ts";
import { checkedDeadline } from "./options.ts";
import type { DrainOptions, DrainReport, Probe } from "./probe.ts";
import type { ProcessSpool } from "./open-spool.ts";
import type { Shipper } from "./shipper.ts";
import { drainOnSignals } from "./signals.ts";

export interface ProbeParts {
  readonly recorder: Recorder;
  readonly shipper: Shipper;
  /** Undefined where nothing is spooled. */
  readonly spool: ProcessSpool | undefined;
  readonly metrics: ProbeMetrics;
  readonly middleware: Omit<MiddlewareOptions, "recorder">;
  /** A chunk that isn't full is handed over after so many milliseconds. */
  readonly flushEveryMs: number;
  /** For whoever gives none. */
  readonly deadlineMs: number;
}

/** A probe at work, from its making on. */
export class RunningProbe implements Probe {
  readonly #parts: ProbeParts;
  readonly #flushing: NodeJS.Timeout;
  readonly #stating: NodeJS.Timeout;
  readonly #ignoreSignals: () => void;
  #closing: Promise<DrainReport> | undefined;

  constructor(parts: ProbeParts) {
    this.#parts = parts;
    parts.shipper.start();
    this.#flushing = setInterval(() => parts.recorder.flush(), parts.flushEveryMs).unref();
    this.#stating = setInterval(() => parts.recorder.stateCoverage(), COVERAGE_EVERY_MS).unref();
    process.once("beforeExit", this.#onBeforeExit);
    this.#ignoreSignals = drainOnSignals({
      flush: () => parts.recorder.flush(),
      close: () => this.close(),
    });
  }

  express(): ReturnType<typeof createMiddleware> {
    return createMiddleware({ recorder: this.#parts.recorder, ...this.#parts.middleware });
  }

  open(options: OpenOptions): Decision {
    return this.#parts.recorder.open({ parent: currentDecision(), ...options });
  }

  async decide<T>(options: OpenOptions, work: (decision: Decision) => T | Promise<T>): Promise<T> {
    const decision = this.open(options);
    try {
      const result = await runInDecision(decision, () => work(decision));
      decision.close({ outcome: "delivered" });
      const { waitFor, waitDeadlineMs = DEFAULT_WAIT_MS } = decision.algorithm;
      if (waitFor) await decision.receipt.reached(waitFor, waitDeadlineMs);
      return result;
    } catch (error) {
      decision.close({ outcome: "failed" });
      throw error;
    }
  }

  get counters(): ProbeCounters {
    return combine(this.#parts.recorder.counters, this.#parts.shipper.counters);
  }

  async flush({ deadlineMs = this.#parts.deadlineMs }: DrainOptions = {}): Promise<DrainReport> {
    const { recorder, shipper } = this.#parts;
    const deadline = checkedDeadline(deadlineMs);
    recorder.flush();
    await shipper.drain(deadline);
    return this.#report();
  }

  async close({ deadlineMs = this.#parts.deadlineMs }: DrainOptions = {}): Promise<DrainReport> {
    this.#closing ??= this.#close(checkedDeadline(deadlineMs));
    return this.#closing;
  }

  readonly #onBeforeExit = (): void => void this.close();

  async #close(deadlineMs: number): Promise<DrainReport> {
    const { recorder, shipper, spool, metrics } = this.#parts;
    process.off("beforeExit", this.#onBeforeExit);
    clearInterval(this.#flushing);
    clearInterval(this.#stating);
    recorder.close();
    await shipper.close(deadlineMs, recorder.begun);
    await spool?.close(shipper.isComplete);
    this.#ignoreSignals();
    metrics.close();
    return this.#report();
  }

  /** Of this process's own decisions alone. */
  #report(): DrainReport {
    const { recorder, shipper } = this.#parts;
    const { stored, pendingRows: left, spooledRows: spooled, lost } = shipper.counters;
    let sum = 0;
    for (const count of [...recorder.counters.lost.values(), ...lost.values()]) sum += count;
    return { stored, left, spooled, lost: sum };
  }
}

/** How long `decide` waits for a stage unless the algorithm says otherwise, in milliseconds. */
const DEFAULT_WAIT_MS = 1_000;

/** How often it is stated what became of requests, in milliseconds; once more when the probe is closed. */
const COVERAGE_EVERY_MS = 60_000;
