import { randomUUID } from "node:crypto";
import { type ControlChangeRow, controlChangeRecord, type Receipt } from "@probity/core";
import { ControlError } from "../errors.ts";
import { optionalText, requireText, requireWord } from "../field.ts";
import type { LedgerRecorder } from "../ledger-recorder.ts";
import { ControlChanges, isMode, type StoredChange } from "./control-changes.ts";
import { type ControlFile, parseControlFile } from "./control-file.ts";
import {
  CONTROL_MODES,
  type ControlMode,
  type ControlSettings,
  EffectiveModes,
  type HeldMode,
  layerOf,
} from "./control-settings.ts";

export interface ControlStateOptions {
  readonly recorder: LedgerRecorder;
  /** What the configuration says. @default every rule observes */
  readonly config?: Partial<Pick<ControlSettings, "modes" | "outlets">>;
  /** Ids of the rules that there are. @default any */
  readonly rules?: Iterable<string> | undefined;
  /** Ids of the outlets. @default any */
  readonly outlets?: Iterable<string> | undefined;
  /** Milliseconds since the epoch. @default Date.now */
  readonly now?: () => number;
}

/** A change that somebody asks for. */
export type ControlChange = {
  /** A member of staff. */
  readonly who: string;
  readonly reason: string;
} & (
  | {
      readonly target: "rule";
      readonly rule: string;
      /** @default every one */
      readonly outlet?: string | undefined;
      /** Empty: what control file and configuration say. */
      readonly to: ControlMode | "";
    }
  | { readonly target: "kill_switch"; readonly to: "thrown" | "released" }
);

/** Whoever makes the rules ready anew. */
export type ControlListener = (settings: ControlSettings) => void;

type Source = ControlChangeRow["source"];
type Cause = Pick<ControlChangeRow, "change" | "who" | "reason" | "source" | "requested_at">;
type Target = Pick<ControlChangeRow, "target" | "rule" | "outlet" | "from" | "to">;

/**
 * What rules do in this process: what the configuration says, over it the control file, over it the control table, over
 * all the kill switch, which either may throw. Each change that has an effect here is recorded as `applied`, with what
 * held before; what can't be carried out is recorded as `refused`, and what held goes on.
 */
export class ControlState {
  readonly #recorder: LedgerRecorder;
  readonly #now: () => number;
  readonly #rules: ReadonlySet<string> | undefined;
  readonly #outlets: ReadonlySet<string> | undefined;
  readonly #config: readonly HeldMode[];
  readonly #table: ControlChanges = new ControlChanges();
  readonly #refused: Set<string> = new Set();
  readonly #suspended: Map<string, number> = new Map();
  readonly #listeners: Set<ControlListener> = new Set();
  #file: ControlFile | undefined;
  #text: string | undefined;
  #modes: EffectiveModes;
  #settings: ControlSettings;

  constructor({ recorder, config = {}, rules, outlets, now = Date.now }: ControlStateOptions) {
    this.#recorder = recorder;
    this.#now = now;
    this.#rules = rules && new Set(rules);
    this.#outlets = outlets && new Set(outlets);
    this.#config = layerOf(
      { modes: config.modes ?? new Map(), outlets: config.outlets ?? new Map() },
      "config",
    );
    this.#modes = new EffectiveModes([this.#config]);
    this.#settings = this.#modes.settings(false, new Set());
  }

  get settings(): ControlSettings {
    return this.#settings;
  }

  /** What holds of each rule that anybody said something of, and who did: config, file or table. */
  get held(): readonly HeldMode[] {
    return this.#modes.all;
  }

  /** What is given back ends it. What a listener throws is counted, and the change holds. */
  onChange(listener: ControlListener): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  /**
   * Asks for a change, of every process that reads the table, and carries it out in this one at once. Throws a
   * `ControlError` `INVALID` that names the field.
   */
  change(change: ControlChange): { readonly change: string; readonly receipt: Receipt } {
    const row = this.#requestOf(change);
    const from = this.#heldOf(row);
    const ts = Math.floor(this.#now());
    const receipt = this.#enter({ ...row, ts, step: "requested", source: "table", from });
    this.apply([row]);
    return { change: row.change, receipt };
  }

  /** Takes rows of the control table, in any order and as often as they come. Gives whether anything changed here. */
  apply(rows: Iterable<StoredChange>): boolean {
    const requested = [...rows].filter(({ step }) => step === "requested");
    const ordered = requested.toSorted((a, b) => a.requested_at - b.requested_at);
    let hasChanged = false;
    for (const row of ordered) hasChanged = this.#applyOne(row) || hasChanged;
    if (hasChanged) this.#tell();
    return hasChanged;
  }

  /**
   * Takes the text of the control file. A broken one is refused, once for each text, and what held goes on; the error is
   * given back.
   */
  applyFile(text: string, file?: string): ControlError | undefined {
    if (text === this.#text) return undefined;
    this.#text = text;
    const cause = { change: randomUUID(), source: "file" as const, requested_at: Math.floor(this.#now()) };
    const given = this.#parse(text, file);
    if (given instanceof ControlError) {
      const reason = given.message.slice(0, MOST_REASON);
      this.#record(
        "refused",
        { ...cause, who: "", reason },
        { target: "rule", rule: "", outlet: "", from: "", to: "" },
      );
      return given;
    }
    this.#file = given;
    const { by: who, reason } = given;
    for (const rule of given.modes.keys()) this.#suspended.delete(rule);
    if (this.#settle({ ...cause, who, reason })) this.#tell();
    return undefined;
  }

  /** Takes note that a rule failed and is not asked any more, until somebody sets its mode anew. */
  suspend(rule: string, reason: string): void {
    if (this.#suspended.has(rule)) return;
    const now = Math.floor(this.#now());
    const from = this.#modes.modeOf(rule, "");
    this.#suspended.set(rule, now);
    const cause = {
      change: randomUUID(),
      who: "probity",
      reason: reason.slice(0, MOST_REASON),
      requested_at: now,
    };
    this.#record(
      "applied",
      { ...cause, source: "probe" },
      { target: "rule", rule, outlet: "", from, to: "off" },
    );
    this.#settings = this.#effective();
    this.#tell();
  }

  #parse(text: string, file = "control.yaml"): ControlFile | ControlError {
    try {
      return parseControlFile(text, { file, rules: this.#rules, outlets: this.#outlets });
    } catch (fault) {
      if (fault instanceof ControlError) return fault;
      throw fault;
    }
  }

  #requestOf(change: ControlChange): StoredChange {
    const about = this.#targetOf(change);
    const known = this.#table.last(about)?.requested_at ?? 0;
    return {
      ...about,
      change: randomUUID(),
      step: "requested",
      who: requireText(change.who, "who", 128),
      reason: requireText(change.reason, "reason", MOST_REASON),
      // After what was asked for before, also where a clock was set back since.
      requested_at: Math.max(Math.floor(this.#now()), known + 1),
    };
  }

  #targetOf(change: ControlChange): Pick<StoredChange, "target" | "rule" | "outlet" | "to"> {
    if (requireWord(change.target, "target", ["rule", "kill_switch"]) === "kill_switch") {
      const to = requireWord(change.to, "to", ["thrown", "released"]);
      return { target: "kill_switch", rule: "", outlet: "", to };
    }
    const { rule, outlet } = change as Extract<ControlChange, { target: "rule" }>;
    const given = {
      rule: requireText(rule, "rule", 64),
      outlet: optionalText(outlet, "outlet", 128),
      to: requireWord(change.to, "to", [...CONTROL_MODES, ""]),
    };
    const why = this.#whyNot({ target: "rule", ...given });
    if (why) throw new ControlError("INVALID", why.message, why.field);
    return { target: "rule", ...given };
  }

  #whyNot({
    target,
    rule,
    outlet,
    to,
  }: Pick<StoredChange, "target" | "rule" | "outlet" | "to">):
    { readonly field: string; readonly message: string } | undefined {
    if (target === "kill_switch") {
      if (to === "thrown" || to === "released") return undefined;
      return { field: "to", message: "to is none of thrown, released" };
    }
    if (this.#rules && !this.#rules.has(rule))
      return { field: "rule", message: `there is no rule "${rule}" here` };
    if (this.#outlets && outlet !== "" && !this.#outlets.has(outlet))
      return { field: "outlet", message: `there is no outlet "${outlet}" here` };
    if (to !== "" && !isMode(to))
      return { field: "to", message: `to is none of ${CONTROL_MODES.join(", ")}` };
    return undefined;
  }

  #applyOne(row: StoredChange): boolean {
    const why = this.#whyNot(row);
    const { change, who, requested_at } = row;
    const cause = { change, who, requested_at, source: "table" as const };
    const from = this.#heldOf(row);
    if (why) {
      if (!this.#refused.has(change))
        this.#record("refused", { ...cause, reason: why.message }, { ...row, from });
      this.#refused.add(change);
      return false;
    }
    if (!this.#table.take(row)) return false;
    const suspendedAt = this.#suspended.get(row.rule);
    const isResumed =
      suspendedAt !== undefined && requested_at > suspendedAt && this.#suspended.delete(row.rule);
    const hasChanged = this.#settle({ ...cause, reason: row.reason });
    return hasChanged || isResumed;
  }

  /** Works out what holds now, and records what is another. */
  #settle(cause: Cause): boolean {
    const [before, wasKilled] = [this.#modes, this.#settings.isKilled];
    this.#modes = new EffectiveModes([
      this.#config,
      this.#file ? layerOf(this.#file, "file") : [],
      this.#table.layer,
    ]);
    this.#settings = this.#effective();
    const changes = [...changesOf(before, this.#modes)];
    const { isKilled } = this.#settings;
    if (isKilled !== wasKilled) {
      const [from, to] = [switchWord(wasKilled), switchWord(isKilled)];
      changes.push({ target: "kill_switch", rule: "", outlet: "", from, to });
    }
    for (const change of changes) this.#record("applied", cause, change);
    return changes.length > 0;
  }

  #effective(): ControlSettings {
    const isKilled = this.#table.isKilled || this.#file?.killSwitch === true;
    return this.#modes.settings(isKilled, new Set(this.#suspended.keys()));
  }

  #heldOf({ target, rule, outlet }: Pick<StoredChange, "target" | "rule" | "outlet">): string {
    return target === "rule" ? this.#modes.modeOf(rule, outlet) : switchWord(this.#settings.isKilled);
  }

  // That it can't be recorded must not keep a change from being carried out.
  #record(step: "applied" | "refused", cause: Cause, { target, rule, outlet, from, to }: Target): void {
    try {
      this.#enter({ ...cause, step, target, rule, outlet, from, to, ts: Math.floor(this.#now()) });
    } catch (fault) {
      this.#recorder.fault("control.record", fault);
    }
  }

  #enter(
    entry: StoredChange & { readonly ts: number; readonly source: Source; readonly from: string },
  ): Receipt {
    return this.#recorder.enter(controlChangeRecord, entry);
  }

  #tell(): void {
    for (const listener of this.#listeners) {
      try {
        listener(this.#settings);
      } catch (fault) {
        this.#recorder.fault("control.onChange", fault);
      }
    }
  }
}

const MOST_REASON = 1000;

function switchWord(isKilled: boolean): "thrown" | "released" {
  return isKilled ? "thrown" : "released";
}

function* changesOf(before: EffectiveModes, after: EffectiveModes): Generator<Target> {
  const seen: Set<string> = new Set();
  for (const { rule, outlet } of [...before.all, ...after.all]) {
    const key = `${rule}\n${outlet}`;
    const [from, to] = [before.modeOf(rule, outlet), after.modeOf(rule, outlet)];
    if (from !== to && !seen.has(key)) yield { target: "rule", rule, outlet, from, to };
    seen.add(key);
  }
}
