import type { Surface } from "@probity/core";
import type { Intervened } from "./intervention.ts";
import type { InterventionSteps } from "./intervention-steps.ts";

/** What those that may act are looked for. What is left out is not asked for: only those that act everywhere fit. */
export interface ActiveScope {
  readonly outlet?: string | undefined;
  readonly algorithm?: string | undefined;
  /** Milliseconds since the epoch. @default now */
  readonly at?: number | undefined;
}

interface Entry {
  readonly steps: InterventionSteps;
  readonly facts: Intervened;
}

/** Those that were approved, by surface: what a ranking service asks for on every request. */
export class ActiveInterventions {
  readonly #bySurface: Map<Surface, Map<string, Entry>> = new Map();

  /** Takes note of how an intervention stands now. */
  update(id: string, steps: InterventionSteps): void {
    for (const entries of this.#bySurface.values()) entries.delete(id);
    const { surface, valid_to } = steps.terms;
    const facts = { ...steps.facts(valid_to - 1), state: "active" as const };
    if (facts.approved === undefined || steps.isRefused) return;
    const entries = this.#bySurface.get(surface) ?? new Map<string, Entry>();
    entries.set(id, { steps, facts });
    const ordered = [...entries].toSorted(([, a], [, b]) => inOrder(a.facts, b.facts));
    this.#bySurface.set(surface, new Map(ordered));
  }

  /** Whether any was approved there, be it its time or not. */
  hasAny(surface: Surface): boolean {
    return (this.#bySurface.get(surface)?.size ?? 0) > 0;
  }

  /** Makes nothing where there is none. */
  on(surface: Surface, scope: ActiveScope, at: number): readonly Intervened[] {
    const entries = this.#bySurface.get(surface);
    if (!entries || entries.size === 0) return NONE;
    let found: Intervened[] | undefined;
    for (const { steps, facts } of entries.values()) {
      if (facts.outlet !== "" && facts.outlet !== scope.outlet) continue;
      if (facts.algorithm !== "" && facts.algorithm !== scope.algorithm) continue;
      if (steps.mayActAt(at)) (found ??= []).push(facts);
    }
    return found ?? NONE;
  }
}

const NONE: readonly never[] = [];

// Who was approved first acts first.
function inOrder(a: Intervened, b: Intervened): number {
  return (a.approved?.at ?? 0) - (b.approved?.at ?? 0) || (a.id < b.id ? -1 : 1);
}
