import type { InterventionKind, InterventionRow, Surface } from "@probity/core";

/** What is done to the result. */
export type ProposedKind = Exclude<InterventionKind, "unknown">;

/** What somebody wants to do to a result by hand. */
export interface Proposal {
  /** @default made up */
  readonly id?: string | undefined;
  /** Who proposes it: a member of staff. */
  readonly by: string;
  /**
   * `pin` puts an item of the list at `rank`, `insert` also one that isn't in it, `override` puts it in the place of what
   * stands there; `boost` and `demote` multiply its score by `factor`; `remove` and `block` take it off the list, and
   * keep others from putting it back: the one for its place, the other for what it is.
   */
  readonly kind: ProposedKind;
  readonly surface: Surface;
  /** Id of the outlet where it acts. @default every one */
  readonly outlet?: string | undefined;
  /** Id of the algorithm that it acts on. @default every one */
  readonly algorithm?: string | undefined;
  /** The item's id, as the service ranks it. */
  readonly item: string;
  /** For `pin`, `insert` and `override`: from 1. */
  readonly rank?: number | undefined;
  /** For `boost`, above 1; for `demote`, between 0 and 1. */
  readonly factor?: number | undefined;
  /** One of the reason codes of the configuration. */
  readonly reason: string;
  readonly ticket: string;
  /** Milliseconds since the epoch, or a Date. @default now */
  readonly from?: number | Date | undefined;
  /** When it ends, exclusive. */
  readonly to: number | Date;
}

/** A decision about a proposal. */
export interface InterventionStep {
  readonly id: string;
  /** Who takes it: a member of staff. */
  readonly by: string;
  /** The `version` that they saw. Where it is another by now, the step is refused as `CONFLICT`. @default any */
  readonly seen?: number | undefined;
}

/**
 * How an intervention stands. `proposed`: nobody decided. `lapsed`: nobody decided, and its time is over. `rejected`.
 * `approved`: its time has not come. `active`: it may act. `expired`: its time is over. `revoked`.
 */
export type InterventionState =
  "proposed" | "lapsed" | "rejected" | "approved" | "active" | "expired" | "revoked";

/** Who took a step, and when. */
export interface StepTaken {
  readonly by: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

/** An intervention, with what was done about it. */
export interface Intervened {
  readonly id: string;
  readonly state: InterventionState;
  /** Changes with every step that is known. */
  readonly version: number;
  readonly kind: ProposedKind;
  readonly surface: Surface;
  /** Empty: every one. */
  readonly outlet: string;
  readonly algorithm: string;
  readonly item: string;
  /** 0 without. */
  readonly rank: number;
  /** 1 without. */
  readonly factor: number;
  readonly reason: string;
  readonly ticket: string;
  readonly from: number;
  readonly to: number;
  /** Whoever proposed it may not approve it. */
  readonly twoPersons: boolean;
  /** Undefined where only later steps are known yet. */
  readonly proposed: StepTaken | undefined;
  /** The approval that counts: the first that somebody was allowed to give. */
  readonly approved: StepTaken | undefined;
  readonly rejected: StepTaken | undefined;
  readonly revoked: StepTaken | undefined;
}

/** A step as it is stored, as far as the ledger looks at it. */
export type StoredStep = Omit<InterventionRow, "seq" | "writer" | "epoch" | "service" | "item" | "key_id">;

/** What was proposed, in each row the same. */
export type Terms = Omit<StoredStep, "ts" | "step" | "actor">;
