import type { LossReason, RecorderCounters } from "@probity/core";
import type { ShippingCounters, ShippingLossReason } from "./shipper.ts";

/** Why a decision is not in the store and never will be. */
export type ProbeLossReason = LossReason | ShippingLossReason;

/**
 * What a probe has done so far. Every decision that was recorded is stored, pending, or lost as `refused`,
 * `rejected`, `worker_died` or `deadline`; what is lost for another reason was never recorded.
 */
export interface ProbeCounters extends Omit<RecorderCounters, "lost">, Omit<ShippingCounters, "lost"> {
  /** Decisions lost, by reason. */
  readonly lost: ReadonlyMap<ProbeLossReason, number>;
}

/** Every reason that there is. */
export const LOSS_REASONS: readonly ProbeLossReason[] = Object.keys({
  refused: true,
  unencodable: true,
  closed: true,
  rejected: true,
  worker_died: true,
  deadline: true,
} satisfies Record<ProbeLossReason, true>) as ProbeLossReason[];

/** The recorder's counts and the shipper's as one. */
export function combine(recorder: RecorderCounters, shipper: ShippingCounters): ProbeCounters {
  return { ...recorder, ...shipper, lost: new Map([...recorder.lost, ...shipper.lost]) };
}
