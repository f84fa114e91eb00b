import { RulesError } from "./errors.ts";

/** Why a rule is no longer asked: it can't be made ready, throws each time, or takes long again and again. */
export type SuspensionReason = "compile" | "throws" | "slow";

/** How a rule has fared, on every outlet together. */
export interface RuleHealth {
  readonly id: string;
  /** Faults in a row. */
  faults: number;
  /** How often it took long since it is watched. */
  slow: number;
  isSuspended: boolean;
}

/** What is told of rules that fail. Neither must throw; what does is swallowed. */
export interface RuleWatchOptions {
  /** Told once for each rule that is suspended, soon after and never in the middle of a decision. @default nobody */
  readonly onSuspend?: ((rule: string, why: SuspensionReason) => void) | undefined;
  /** Told of what a rule threw when it was asked what to hold: then it held nothing. @default nobody */
  readonly onFault?: ((rule: string, fault: unknown) => void) | undefined;
  /** Milliseconds of a clock that never jumps. @default performance.now */
  readonly now?: (() => number) | undefined;
}

/** A rule that throws so often in a row is suspended. One that fails on some decisions still does its duty on others. */
const MOST_FAULTS = 100;
/** All rules together take about a microsecond: a rule that takes a millisecond is out of order. */
const SLOW_MS = 1;
/** Decisions on which each rule is timed after all rules together took long. */
const WATCHED = 100;
/** A rule that took long on so many of them is suspended: no pause of the garbage collector meets one rule that often. */
const MOST_SLOW = 10;

/**
 * Suspends rules that fail. Time is cheap to measure: all rules together on each decision, and each by itself only for a
 * while after that was long.
 */
export class RuleWatch {
  readonly now: () => number;
  readonly #options: RuleWatchOptions;
  readonly #healths: Map<string, RuleHealth> = new Map();
  #watched = 0;

  constructor(options: RuleWatchOptions) {
    this.#options = options;
    this.now = options.now ?? (() => performance.now());
  }

  healthOf(id: string): RuleHealth {
    let health = this.#healths.get(id);
    if (!health) this.#healths.set(id, (health = { id, faults: 0, slow: 0, isSuspended: false }));
    return health;
  }

  /** Whether rules are to be timed one by one on this decision. */
  get isTiming(): boolean {
    return this.#watched > 0;
  }

  /** All rules together were asked about a decision, since `began`. */
  asked(began: number): void {
    if (this.#watched > 0) this.#watched -= 1;
    if (this.now() - began < SLOW_MS || this.#watched > 0) return;
    this.#watched = WATCHED;
    for (const health of this.#healths.values()) health.slow = 0;
  }

  /** One rule was asked, since `began`. */
  took(health: RuleHealth, began: number): void {
    if (this.now() - began < SLOW_MS) return;
    health.slow += 1;
    if (health.slow >= MOST_SLOW) this.suspend(health, "slow");
  }

  threw(health: RuleHealth): void {
    health.faults += 1;
    if (health.faults >= MOST_FAULTS) this.suspend(health, "throws");
  }

  /** It threw when it was asked what to hold, and held nothing. The judge will ask it again, and count that. */
  threwHolding({ id }: RuleHealth, fault: unknown): void {
    try {
      this.#options.onFault?.(id, fault);
    } catch {
      // whoever listens looks after its own faults
    }
  }

  suspend(health: RuleHealth, why: SuspensionReason): void {
    if (health.isSuspended) return;
    health.isSuspended = true;
    const { onSuspend } = this.#options;
    if (!onSuspend) return;
    queueMicrotask(() => {
      try {
        onSuspend(health.id, why);
      } catch {
        // whoever listens looks after its own faults
      }
    });
  }
}

/** What stands for the fault of a rule that is no longer asked, until the rules are made ready without it. */
export function suspendedFault(id: string): RulesError {
  return new RulesError("RULE_SUSPENDED", `rule ${id} is suspended: it threw or took long again and again`);
}
