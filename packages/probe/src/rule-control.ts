import type { ControlConfig } from "@probity/config";
import { ControlState, type LedgerRecorder, type StoredChange } from "@probity/control";
import {
  controlChangeRecord,
  type JudgeFactory,
  type LedgerEntry,
  type Outlet,
  type Recorder,
} from "@probity/core";
import { judgeWith } from "@probity/rules";
import { ProbeError } from "./errors.ts";
import { describeFault } from "./fault.ts";
import { FileWatch } from "./file-watch.ts";
import { ruleIds, type RulesInForce } from "./rules-in-force.ts";
import type { Timers } from "./timers.ts";

export interface RuleControlOptions {
  readonly rules: RulesInForce;
  readonly outlets: readonly Outlet[];
  readonly control: ControlConfig;
  readonly recorder: Pick<Recorder, "enter" | "fault" | "rejudge">;
  readonly timers: Timers;
  /** Told how long after it was asked for a change of rules was carried out here, in milliseconds. */
  readonly onLag: (ms: number) => void;
  /** Milliseconds since the epoch. @default Date.now */
  readonly now?: () => number;
}

/**
 * What the rules of this process do, while it runs: as the configuration says, and over it what comes by the control file,
 * by the control table, or by a rule that fails. Each change has the rules made ready anew for decisions that open from
 * then on; a decision that is open goes on with what it opened with.
 */
export class RuleControl {
  readonly state: ControlState;
  readonly #options: RuleControlOptions;
  readonly #now: () => number;
  readonly #startedAt: number;
  #watch: FileWatch | undefined;

  constructor(options: RuleControlOptions) {
    const { rules, outlets, recorder, now = Date.now } = options;
    this.#options = options;
    this.#now = now;
    this.#startedAt = now();
    this.state = new ControlState({
      recorder: this.#observed(recorder),
      config: rules.settings,
      rules: ruleIds(rules),
      outlets: outlets.map(({ id }) => id),
      now,
    });
    this.state.onChange(() => recorder.rejudge(this.judge()));
  }

  /** Makes the rules ready as they are to be now. */
  judge(): JudgeFactory {
    const { rules, recorder } = this.#options;
    return judgeWith(rules.packs, this.state.settings, {
      lexicon: rules.lexicon,
      onSuspend: (rule, why) => {
        this.state.suspend(rule, why);
        recorder.fault(
          "rules",
          new ProbeError("RULE_SUSPENDED", `rule ${rule} is not asked any more: ${why}`),
        );
      },
      onFault: (rule, fault) => recorder.fault(`rules.${rule}`, fault),
    });
  }

  /** Watches the control file, if there is one. */
  start(): void {
    const { control, timers } = this.#options;
    const { file, pollMs } = control;
    if (file === undefined || this.#watch) return;
    this.#watch = new FileWatch({
      file,
      pollMs,
      timers,
      onText: (text) => this.#applyFile(text, file),
      onFault: (fault) => this.#refused(`${file}: it can't be read (${describeFault(fault).code})`, fault),
    });
  }

  /** Takes rows of the control table. Never throws. */
  apply(rows: Iterable<StoredChange>): void {
    this.#guard(() => this.state.apply(rows));
  }

  /** Safe to call twice. */
  close(): void {
    this.#watch?.close();
  }

  #applyFile(text: string, file: string): void {
    this.#guard(() => {
      const refused = this.state.applyFile(text, file);
      if (refused) this.#refused(refused.message, refused);
    });
  }

  #refused(why: string, cause: unknown): void {
    const fault = new ProbeError("CONTROL_REFUSED", `${why}; what held goes on`, { cause });
    this.#options.recorder.fault("control", fault);
  }

  #guard(work: () => void): void {
    try {
      work();
    } catch (fault) {
      this.#options.recorder.fault("control", fault);
    }
  }

  // What was asked for before this process began says nothing of how fast it is.
  #observed(recorder: RuleControlOptions["recorder"]): LedgerRecorder {
    return {
      enter: (table, entry) => {
        if (table.name === controlChangeRecord.name) {
          const { step, requested_at: askedAt } = entry as unknown as LedgerEntry<
            typeof controlChangeRecord.columns
          >;
          if (step === "applied" && askedAt >= this.#startedAt)
            this.#options.onLag(Math.max(0, this.#now() - askedAt));
        }
        return recorder.enter(table, entry);
      },
      fault: (where, fault) => recorder.fault(where, fault),
    };
  }
}
