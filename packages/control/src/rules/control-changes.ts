import type { ControlChangeRow } from "@probity/core";
import { CONTROL_MODES, type ControlMode, type Layer } from "./control-settings.ts";

/** A change as it is stored, as far as the state looks at it. */
export type StoredChange = Pick<
  ControlChangeRow,
  "change" | "step" | "who" | "reason" | "target" | "rule" | "outlet" | "to" | "requested_at"
>;

/** What was asked for in the control table: of each rule and outlet, and of the kill switch, the last. */
export class ControlChanges {
  readonly #last: Map<string, StoredChange> = new Map();

  /** Whether it is the last word on what it is about, and a new one. */
  take(change: StoredChange): boolean {
    const key = keyOf(change);
    const known = this.#last.get(key);
    if (known && !comesAfter(change, known)) return false;
    this.#last.set(key, change);
    return true;
  }

  /** The last word on the same thing. */
  last(about: Pick<StoredChange, "target" | "rule" | "outlet">): StoredChange | undefined {
    return this.#last.get(keyOf(about));
  }

  get layer(): Layer {
    return Array.from(this.#last.values()).flatMap(({ target, rule, outlet, to }) =>
      target === "rule" && isMode(to) ? [{ rule, outlet, mode: to, source: "table" as const }] : [],
    );
  }

  get isKilled(): boolean {
    return this.last({ target: "kill_switch", rule: "", outlet: "" })?.to === "thrown";
  }
}

export function isMode(word: string): word is ControlMode {
  return CONTROL_MODES.includes(word as ControlMode);
}

// Asked for at the very same moment: a thrown kill switch and the stricter mode count, then any order that is the same
// everywhere.
function comesAfter(change: StoredChange, known: StoredChange): boolean {
  if (change.requested_at !== known.requested_at) return change.requested_at > known.requested_at;
  const [weight, other] = [weightOf(change.to), weightOf(known.to)];
  return weight === other ? change.change > known.change : weight > other;
}

function weightOf(to: string): number {
  return to === "thrown" ? CONTROL_MODES.length : CONTROL_MODES.indexOf(to as ControlMode);
}

function keyOf({ target, rule, outlet }: Pick<StoredChange, "target" | "rule" | "outlet">): string {
  return target === "kill_switch" ? target : `${target}\n${rule}\n${outlet}`;
}
