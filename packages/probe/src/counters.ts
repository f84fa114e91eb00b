import type { GapCause, LossReason, RecorderCounters } from "@probity/core";
import type { ShippingCounters } from "./shipping-account.ts";
import type { ShippingLossReason, TableCounters } from "./table-account.ts";

/** Why a record is not in the store and never will be: of this process's, or of one whose spool it finished. */
export type ProbeLossReason = LossReason | ShippingLossReason | GapCause;

/**
 * What a probe has done so far. Every decision that was recorded is stored, pending, or lost; what is lost as
 * `unencodable` or `closed` was never recorded. What processes lost that are no more, and whose spool this one
 * finished, is among the lost as `unclean_end`, `torn_tail`, `corrupt` or `quarantined`.
 */
export interface ProbeCounters
  extends
    Omit<RecorderCounters, "lost" | "remoteCalls" | "remoteCallsLost" | "entries" | "entriesLost">,
    Omit<ShippingCounters, "lost" | "remoteCalls" | "ledgers"> {
  /** Decisions lost, by reason. */
  readonly lost: ReadonlyMap<ProbeLossReason, number>;
  /** The same of remote calls. */
  readonly remoteCalls: RecordCounters;
  /** The same of what was entered, by ledger. */
  readonly entries: ReadonlyMap<string, RecordCounters>;
}

/** What became of the records of one table so far. */
export interface RecordCounters extends Omit<TableCounters, "lost"> {
  readonly recorded: number;
  readonly lost: ReadonlyMap<ProbeLossReason, number>;
}

/** Every reason that there is. */
export const LOSS_REASONS: readonly ProbeLossReason[] = Object.keys({
  refused: true,
  unencodable: true,
  closed: true,
  dropped: true,
  quarantined: true,
  rejected: true,
  corrupt: true,
  worker_died: true,
  deadline: true,
  unclean_end: true,
  unfinished: true,
  torn_tail: true,
} satisfies Record<ProbeLossReason, true>) as ProbeLossReason[];

/** The recorder's counts and the shipper's as one. */
export function combine(recorder: RecorderCounters, shipper: ShippingCounters): ProbeCounters {
  const { lost, remoteCalls, remoteCallsLost, entries, entriesLost, ...counts } = recorder;
  const { ledgers, ...shipping } = shipper;
  return {
    ...counts,
    ...shipping,
    lost: allLost(lost, shipping),
    remoteCalls: whole(remoteCalls, remoteCallsLost, shipping.remoteCalls),
    entries: new Map(
      Array.from(ledgers, ([table, shipped]) => {
        return [table, whole(entries.get(table) ?? 0, entriesLost.get(table) ?? new Map(), shipped)];
      }),
    ),
  };
}

function whole(
  recorded: number,
  lost: ReadonlyMap<LossReason, number>,
  shipped: TableCounters,
): RecordCounters {
  return { ...shipped, recorded, lost: allLost(lost, shipped) };
}

function allLost(
  atRecorder: ReadonlyMap<LossReason, number>,
  { lost, inherited }: Pick<TableCounters, "lost" | "inherited">,
): ReadonlyMap<ProbeLossReason, number> {
  const all: Map<ProbeLossReason, number> = new Map(atRecorder);
  for (const [reason, count] of [...lost, ...inherited.lost]) all.set(reason, (all.get(reason) ?? 0) + count);
  return all;
}
