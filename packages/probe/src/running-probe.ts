import { currentDecision, type Decision, type OpenOptions, runInDecision } from "@probity/core";
import type { ChoiceLedger, ControlState, InterventionLedger } from "@probity/control";
import { createMiddleware } from "@probity/express";
import { combine, type ProbeCounters } from "./counters.ts";
import { ProbeError } from "./errors.ts";
import type { Ledgers } from "./ledgers.ts";
import type { ProbeMetrics } from "./metrics.ts";
import { checkedDeadline } from "./options.ts";
import type { ProbePorts } from "./ports.ts";
import type { DrainOptions, DrainReport, Probe } from "./probe.ts";
import type { ProcessSpool } from "./open-spool.ts";
import type { RuleControl } from "./rule-control.ts";
import type { Shipper } from "./shipper.ts";
import { drainOnSignals } from "./signals.ts";

export interface ProbeParts {
  readonly ports: ProbePorts;
  readonly ledgers: Ledgers;
  readonly control: RuleControl;
  readonly shipper: Shipper;
  /** Undefined where nothing is spooled. */
  readonly spool: ProcessSpool | undefined;
  readonly metrics: ProbeMetrics;
  /** A chunk that isn't full is handed over after so many milliseconds. */
  readonly flushEveryMs: number;
  /** For whoever gives none. */
  readonly deadlineMs: number;
}

/** A probe at work, from its making on. */
export class RunningProbe implements Probe {
  readonly ports: ProbePorts;
  readonly #parts: ProbeParts;
  readonly #flushing: NodeJS.Timeout;
  readonly #stating: NodeJS.Timeout;
  readonly #ignoreSignals: () => void;
  #closing: Promise<DrainReport> | undefined;

  constructor(parts: ProbeParts) {
    this.#parts = parts;
    this.ports = parts.ports;
    const { recorder } = parts.ports;
    parts.shipper.start();
    parts.control.start();
    this.#flushing = setInterval(() => recorder.flush(), parts.flushEveryMs).unref();
    this.#stating = setInterval(() => recorder.stateCoverage(), COVERAGE_EVERY_MS).unref();
    process.once("beforeExit", this.#onBeforeExit);
    this.#ignoreSignals = drainOnSignals({
      flush: () => recorder.flush(),
      close: () => this.close(),
    });
  }

  express(): ReturnType<typeof createMiddleware> {
    return createMiddleware(this.ports.http);
  }

  open(options: OpenOptions): Decision {
    return this.ports.recorder.open({ parent: currentDecision(), ...options });
  }

  async decide<T>(options: OpenOptions, work: (decision: Decision) => T | Promise<T>): Promise<T> {
    const decision = this.open(options);
    try {
      if (isBlocked(decision)) throw blocked(decision);
      const result = await runInDecision(decision, () => work(decision));
      // Somebody said meanwhile who is asking.
      if (isBlocked(decision)) throw blocked(decision);
      decision.close({ outcome: "delivered" });
      const { waitFor, waitDeadlineMs = DEFAULT_WAIT_MS } = decision.algorithm;
      if (waitFor) await decision.receipt.reached(waitFor, waitDeadlineMs);
      return result;
    } catch (error) {
      decision.close({ outcome: "failed" });
      throw error;
    }
  }

  get choices(): ChoiceLedger {
    return this.#parts.ledgers.choices;
  }

  get interventions(): InterventionLedger {
    return this.#parts.ledgers.interventions;
  }

  get control(): ControlState {
    return this.#parts.control.state;
  }

  get counters(): ProbeCounters {
    return combine(this.ports.recorder.counters, this.#parts.shipper.counters);
  }

  async flush({ deadlineMs = this.#parts.deadlineMs }: DrainOptions = {}): Promise<DrainReport> {
    const deadline = checkedDeadline(deadlineMs);
    this.ports.recorder.flush();
    await this.#parts.shipper.drain(deadline);
    return this.#report();
  }

  async close({ deadlineMs = this.#parts.deadlineMs }: DrainOptions = {}): Promise<DrainReport> {
    this.#closing ??= this.#close(checkedDeadline(deadlineMs));
    return this.#closing;
  }

  readonly #onBeforeExit = (): void => void this.close();

  async #close(deadlineMs: number): Promise<DrainReport> {
    const { control, shipper, spool, metrics } = this.#parts;
    const { recorder } = this.ports;
    process.off("beforeExit", this.#onBeforeExit);
    clearInterval(this.#flushing);
    clearInterval(this.#stating);
    control.close();
    recorder.close();
    await shipper.close(deadlineMs, recorder.begun);
    await spool?.close(shipper.isComplete);
    this.#ignoreSignals();
    metrics.close();
    return this.#report();
  }

  /** Of this process's own decisions alone. */
  #report(): DrainReport {
    const { stored, pendingRows: left, spooledRows: spooled, lost } = this.#parts.shipper.counters;
    let sum = 0;
    for (const count of [...this.ports.recorder.counters.lost.values(), ...lost.values()]) sum += count;
    return { stored, left, spooled, lost: sum };
  }
}

function isBlocked({ mode }: Decision): boolean {
  return mode === "blocked";
}

function blocked({ id, blockedBy }: Decision): ProbeError {
  const what = `rule ${blockedBy} blocks decision ${id} (suspected, to be reviewed · 疑似 / 待复核)`;
  return new ProbeError("BLOCKED", what, { decision: id, rule: blockedBy });
}

/** How long `decide` waits for a stage unless the algorithm says otherwise, in milliseconds. */
const DEFAULT_WAIT_MS = 1_000;

/** How often it is stated what became of requests, in milliseconds; once more when the probe is closed. */
const COVERAGE_EVERY_MS = 60_000;
