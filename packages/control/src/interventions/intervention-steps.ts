import type {
  Intervened,
  InterventionState,
  ProposedKind,
  StepTaken,
  StoredStep,
  Terms,
} from "./intervention.ts";

/**
 * All steps of one intervention. What they come to depends on which they are, not on the order in which they came: they
 * may be taken in two processes at once.
 */
export class InterventionSteps {
  readonly #steps: Map<string, StoredStep> = new Map();
  #resolved: Resolved | undefined;

  /** Whether it was new. */
  add(step: StoredStep): boolean {
    const key = JSON.stringify([step.ts, step.step, step.actor, termsKey(step)]);
    if (this.#steps.has(key)) return false;
    this.#steps.set(key, step);
    this.#resolved = undefined;
    return true;
  }

  /** How many are known. */
  get version(): number {
    return this.#steps.size;
  }

  /** The last moment of a step. */
  get latest(): number {
    return Math.max(...Array.from(this.#steps.values(), ({ ts }) => ts));
  }

  /** The row that says what was proposed. */
  get terms(): Terms {
    return this.#known.terms;
  }

  /** How it stands at a moment. Who decided before then, and whether it was its time. */
  stateAt(at: number): InterventionState {
    const { approved, rejected, revoked, terms } = this.#known;
    if (revoked && revoked.at <= at) return "revoked";
    if (rejected && rejected.at <= at) return "rejected";
    const isOver = terms.valid_to <= at;
    if (!approved || approved.at > at) return isOver ? "lapsed" : "proposed";
    if (isOver) return "expired";
    return terms.valid_from > at ? "approved" : "active";
  }

  /**
   * Whether it may act. A step that somebody took counts, whatever clock it was taken by: only its validity is a matter of
   * time.
   */
  mayActAt(at: number): boolean {
    const { approved, rejected, revoked, terms } = this.#known;
    return approved !== undefined && !rejected && !revoked && terms.valid_from <= at && at < terms.valid_to;
  }

  /** Whether it will never act again. */
  get isRefused(): boolean {
    return (this.#known.rejected ?? this.#known.revoked) !== undefined;
  }

  facts(now: number): Intervened {
    const { terms, ...steps } = this.#known;
    const { id, kind, surface, outlet, algorithm, rank, factor, reason, ticket } = terms;
    return {
      id,
      state: this.stateAt(Math.max(now, this.#decidedAt)),
      version: this.version,
      kind: kind as ProposedKind,
      surface,
      outlet,
      algorithm,
      item: terms.item_id,
      rank,
      factor,
      reason,
      ticket,
      from: terms.valid_from,
      to: terms.valid_to,
      twoPersons: terms.two_persons,
      ...steps,
    };
  }

  // Our clock may be behind that of whoever decided.
  get #decidedAt(): number {
    const { approved, rejected, revoked, terms } = this.#known;
    const at = Math.max(approved?.at ?? 0, rejected?.at ?? 0, revoked?.at ?? 0);
    return Math.min(at, terms.valid_to - 1);
  }

  get #known(): Resolved {
    return (this.#resolved ??= resolve([...this.#steps.values()]));
  }
}

interface Resolved extends Pick<Intervened, "proposed" | "approved" | "rejected" | "revoked"> {
  readonly terms: Terms;
}

function resolve(steps: readonly StoredStep[]): Resolved {
  const ordered = steps.toSorted(
    (a, b) => a.ts - b.ts || compare(a.actor, b.actor) || compare(termsKey(a), termsKey(b)),
  );
  const proposal = ordered.find(({ step }) => step === "proposed");
  const terms = proposal ?? ordered[0];
  if (!terms) throw new TypeError("an intervention without a step");
  const taken = (step: StoredStep["step"]): StepTaken | undefined =>
    asTaken(ordered.find((row) => row.step === step));
  const approval = ordered.find(
    (row) => row.step === "approved" && proposal !== undefined && counts(row, proposal),
  );
  const rejected = taken("rejected");
  // Whoever decided first decided; at the very same moment the result stays untouched.
  const isApproved = approval !== undefined && !(rejected && rejected.at <= approval.ts);
  return {
    terms,
    proposed: asTaken(proposal),
    approved: isApproved ? asTaken(approval) : undefined,
    rejected: isApproved ? undefined : rejected,
    revoked: taken("revoked"),
  };
}

// An approval is of what the approver saw. Two processes may know different proposals of one id for a moment.
function counts(approval: StoredStep, proposal: StoredStep): boolean {
  if (proposal.two_persons && approval.actor === proposal.actor) return false;
  return termsKey(approval) === termsKey(proposal);
}

function asTaken(row: StoredStep | undefined): StepTaken | undefined {
  return row && { by: row.actor, at: row.ts };
}

function termsKey(row: Terms): string {
  const { kind, surface, outlet, algorithm, item_id, rank, factor, reason, ticket, valid_from, valid_to } =
    row;
  return JSON.stringify([
    [kind, surface, outlet, algorithm, item_id, rank, Math.fround(factor), reason, ticket],
    [valid_from, valid_to, row.two_persons],
  ]);
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
