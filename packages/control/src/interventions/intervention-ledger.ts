import { randomUUID } from "node:crypto";
import {
  type Decision,
  type InterventionRow,
  interventionRecord,
  type Item,
  type Receipt,
  type Surface,
} from "@probity/core";
import { ControlError } from "../errors.ts";
import { requireText } from "../field.ts";
import type { LedgerRecorder } from "../ledger-recorder.ts";
import { ActiveInterventions, type ActiveScope } from "./active-interventions.ts";
import { applyInterventions, type ApplyOptions } from "./apply-interventions.ts";
import { type InterventionRules, termsOf } from "./check-proposal.ts";
import type {
  Intervened,
  InterventionState,
  InterventionStep,
  Proposal,
  StoredStep,
  Terms,
} from "./intervention.ts";
import { InterventionSteps } from "./intervention-steps.ts";

/** Makes pseudonyms of items: core's `Pseudonyms` is one. */
export interface ItemHasher {
  readonly keyId: string;
  itemHex(id: string): string;
}

export interface InterventionLedgerOptions extends InterventionRules {
  readonly recorder: LedgerRecorder;
  readonly pseudonyms: ItemHasher;
  /** Milliseconds since the epoch. @default Date.now */
  readonly now?: () => number;
}

/** A step that was taken. */
export interface InterventionEntry {
  readonly intervention: Intervened;
  readonly receipt: Receipt;
}

/**
 * Manual interventions, by their steps: propose, approve or reject, revoke. Each step is recorded and holds in this process
 * at once; `apply` takes the steps of other processes, in any order and as often as they come. Whoever ranks asks `active`
 * or has `applyTo` do it, from memory.
 */
export class InterventionLedger {
  readonly #options: InterventionLedgerOptions;
  readonly #now: () => number;
  readonly #known: Map<string, InterventionSteps> = new Map();
  readonly #active: ActiveInterventions = new ActiveInterventions();

  /** Throws `INVALID_OPTION` where `maxDays` is no number above 0. */
  constructor(options: InterventionLedgerOptions) {
    const { maxDays, now = Date.now } = options;
    if (!(maxDays > 0))
      throw new ControlError("INVALID_OPTION", `maxDays is above 0, got ${maxDays}`, "maxDays");
    this.#options = options;
    this.#now = now;
  }

  /** Throws a `ControlError`: `INVALID` with the field, or `ALREADY_KNOWN` where the id is taken. */
  propose(proposal: Proposal): InterventionEntry {
    const id = proposal.id === undefined ? randomUUID() : requireText(proposal.id, "id", 128);
    if (this.#known.has(id))
      throw new ControlError(
        "ALREADY_KNOWN",
        `intervention ${id} was proposed already; leave the id out to have one made`,
        "id",
      );
    const by = requireText(proposal.by, "by", 128);
    const now = Math.floor(this.#now());
    return this.#take(termsOf(proposal, id, this.#options, now), "proposed", by, now);
  }

  /**
   * Throws a `ControlError`: `NOT_FOUND`, `CONFLICT`, `NOT_PROPOSED` where the proposal itself is not known here yet,
   * `ALREADY_DECIDED`, or `SAME_PERSON` where two persons are needed.
   */
  approve(step: InterventionStep): InterventionEntry {
    const { steps, by } = this.#undecided(step);
    const { twoPersons, proposed } = steps.facts(this.#now());
    if (twoPersons && proposed?.by === by)
      throw new ControlError(
        "SAME_PERSON",
        `${by} proposed intervention ${step.id}; on this surface somebody else must approve it`,
        "by",
      );
    return this.#take(steps.terms, "approved", by, this.#after(steps));
  }

  /** As {@link approve}; whoever proposed may reject as well. */
  reject(step: InterventionStep): InterventionEntry {
    const { steps, by } = this.#undecided(step);
    return this.#take(steps.terms, "rejected", by, this.#after(steps));
  }

  /** Ends one that was approved. Throws a `ControlError`: `NOT_FOUND`, `CONFLICT`, `NOT_APPROVED`, `ALREADY_DECIDED`. */
  revoke(step: InterventionStep): InterventionEntry {
    const { steps, by, facts } = this.#find(step);
    if (facts.state === "proposed")
      throw new ControlError("NOT_APPROVED", `intervention ${step.id} is only proposed; reject it`, "id");
    if (facts.state !== "approved" && facts.state !== "active") throw decided(facts);
    return this.#take(steps.terms, "revoked", by, this.#after(steps));
  }

  /** Takes what was recorded, here or elsewhere. */
  apply(rows: Iterable<StoredStep | InterventionRow>): void {
    for (const row of rows) this.#add(row);
  }

  get(id: string): Intervened | undefined {
    return this.#known.get(id)?.facts(this.#now());
  }

  /** All that are known, the last to end first. */
  list(
    filter: { readonly state?: InterventionState; readonly surface?: Surface } = {},
  ): readonly Intervened[] {
    const now = this.#now();
    return Array.from(this.#known.values(), (steps) => steps.facts(now))
      .filter(({ state }) => filter.state === undefined || filter.state === state)
      .filter(({ surface }) => filter.surface === undefined || filter.surface === surface)
      .toSorted((a, b) => b.to - a.to || (a.id < b.id ? -1 : 1));
  }

  /** Those that may act, in the order in which they do; the same empty list wherever there is none. */
  active(surface: Surface, scope: ActiveScope = EVERYWHERE): readonly Intervened[] {
    return this.#active.on(surface, scope, scope.at ?? this.#now());
  }

  /**
   * How the ledger sees an intervention that a decision names, at the moment of that decision; `unknown` for an id that it
   * doesn't know. Only `active` ones may act.
   */
  check(id: string, at: number = this.#now()): InterventionState | "unknown" {
    return this.#known.get(id)?.stateAt(at) ?? "unknown";
  }

  /**
   * Gives the ranked `items` as they are with what may act on `surface`, and has the decision name each intervention that
   * touched them. Where none does, gives `items` themselves. Never throws: a fault is counted, and the items stay as they
   * were. Call `decision.admit` on what comes out: the law goes before hands.
   */
  applyTo<T extends string | Item>(
    decision: Decision,
    items: readonly T[],
    surface: Surface = decision.outlet?.surface ?? "other",
    options: ApplyOptions<T> = {},
  ): readonly T[] {
    try {
      if (!this.#active.hasAny(surface)) return items;
      const scope = { outlet: decision.outlet?.id, algorithm: decision.algorithm.id };
      const active = this.active(surface, scope);
      return active.length === 0 ? items : applyInterventions(decision, items, active, options);
    } catch (fault) {
      this.#options.recorder.fault("interventions", fault);
      return items;
    }
  }

  #find({ id, by, seen }: InterventionStep): { steps: InterventionSteps; by: string; facts: Intervened } {
    const who = requireText(by, "by", 128);
    const steps = this.#known.get(id);
    if (!steps)
      throw new ControlError(
        "NOT_FOUND",
        "there is no intervention of that id here; one that was proposed in another process is known within seconds",
        "id",
      );
    const facts = steps.facts(this.#now());
    if (seen !== undefined && seen !== facts.version)
      throw new ControlError(
        "CONFLICT",
        `intervention ${id} is ${facts.state} by now; look at it again`,
        "seen",
      );
    return { steps, by: who, facts };
  }

  #undecided(step: InterventionStep): { steps: InterventionSteps; by: string } {
    const { steps, by, facts } = this.#find(step);
    if (!facts.proposed)
      throw new ControlError(
        "NOT_PROPOSED",
        `what was proposed as ${step.id} is not known here yet; try again`,
        "id",
      );
    if (facts.state !== "proposed") throw decided(facts);
    return { steps, by };
  }

  // A step comes after those that are known, also where a clock was set back since.
  #after(steps: InterventionSteps): number {
    return Math.max(Math.floor(this.#now()), steps.latest + 1);
  }

  #take(terms: Terms, step: StoredStep["step"], actor: string, ts: number): InterventionEntry {
    const { recorder, pseudonyms } = this.#options;
    const { id, kind, surface, outlet, algorithm, item_id, rank, factor, reason, ticket } = terms;
    const { valid_from, valid_to, two_persons } = terms;
    const row: StoredStep = {
      ...{ ts, step, actor, id, kind, surface, outlet, algorithm, item_id, rank, factor, reason, ticket },
      ...{ valid_from, valid_to, two_persons },
    };
    const item = { item: pseudonyms.itemHex(item_id), key_id: pseudonyms.keyId };
    const receipt = recorder.enter(interventionRecord, {
      ...row,
      ...item,
    });
    return { intervention: this.#add(row).facts(this.#now()), receipt };
  }

  #add(row: StoredStep): InterventionSteps {
    const steps = this.#known.get(row.id) ?? new InterventionSteps();
    if (steps.add(row)) {
      this.#known.set(row.id, steps);
      this.#active.update(row.id, steps);
    }
    return steps;
  }
}

const EVERYWHERE: ActiveScope = {};

function decided({ id, state, approved, rejected, revoked }: Intervened): ControlError {
  const { by } = revoked ?? rejected ?? approved ?? { by: "" };
  const who = by === "" ? "" : `, by ${by}`;
  return new ControlError("ALREADY_DECIDED", `intervention ${id} is ${state}${who}; propose another`, "id");
}
