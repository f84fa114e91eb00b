import { interventionRecord, type InterventionRow } from "@probity/core";

import type { Connection } from "../../connection.ts";
import { Selection } from "../../selection.ts";
import { equal, invalid, type Condition } from "../conditions.ts";
import { readPage, type Listing, type Page, type PageOptions } from "../page.ts";
import { ArrivalReader, type ArrivalCursor, type Arrivals } from "./arrivals.ts";

/**
 * How a manual intervention stands: `proposed` waits for approval, `approved` for its time, `active` may act, `expired` is
 * past its time, `lapsed` is past it without ever having been approved.
 */
export type InterventionState =
  "proposed" | "rejected" | "approved" | "active" | "expired" | "lapsed" | "revoked";

/** What was proposed stands in every step. */
type Proposed = Omit<InterventionRow, "seq" | "writer" | "epoch" | "step" | "actor" | "key_id">;

/** A manual intervention: what it does, who did what to it, and how it stands. */
export interface InterventionStanding extends Proposed {
  /** When it was proposed, or first heard of. */
  readonly ts: number;
  readonly state: InterventionState;
  /** Empty where the proposal itself has not arrived: then nothing of it can be approved. */
  readonly proposed_by: string;
  /** The approval that counts; null and empty without. */
  readonly approved_at: number | null;
  readonly approved_by: string;
  readonly rejected_at: number | null;
  readonly rejected_by: string;
  readonly revoked_at: number | null;
  readonly revoked_by: string;
}

/** Which interventions to list: those for which everything given is so. */
export interface InterventionFilter {
  readonly id?: string | undefined;
  readonly service?: string | undefined;
  readonly surface?: string | undefined;
  readonly outlet?: string | undefined;
  readonly algorithm?: string | undefined;
  readonly state?: InterventionState | undefined;
  /** The moment that the state is of, in milliseconds: what was done later is as if it were not. @default now */
  readonly at?: number | undefined;
}

/** Which steps to read. */
export interface StepFilter {
  /** What arrived since. @default all */
  readonly since?: ArrivalCursor | undefined;
  /** Of this intervention. */
  readonly id?: string | undefined;
}

const { columns } = interventionRecord;
const moment = columns.ts;
const text = { type: "String" } as const;
const sometime = { type: { nullable: moment.type } } as const;

const at = "fromUnixTimestamp64Milli({at:Int64}, 'UTC')";
/** As in the view `intervention_states`, at any moment. */
const STATE = `multiIf(
  revoked_at <= ${at}, 'revoked',
  rejected_at <= ${at} AND (approved_at IS NULL OR rejected_at <= approved_at), 'rejected',
  (approved_at IS NULL OR approved_at > ${at}) AND valid_to <= ${at}, 'lapsed',
  approved_at IS NULL OR approved_at > ${at}, 'proposed',
  valid_to <= ${at}, 'expired',
  valid_from > ${at}, 'approved',
  'active')`;

const standings = new Selection({
  id: columns.id,
  ts: moment,
  service: { ...text, sql: "service" },
  kind: { type: columns.kind.type, sql: "kind" },
  surface: { type: columns.surface.type, sql: "surface" },
  outlet: { ...text, sql: "outlet" },
  algorithm: { ...text, sql: "algorithm" },
  item: { type: columns.item.type, sql: "unhex(item)" },
  item_id: columns.item_id,
  rank: columns.rank,
  factor: columns.factor,
  reason: { ...text, sql: "reason" },
  ticket: { ...text, sql: "ticket" },
  valid_from: moment,
  valid_to: moment,
  two_persons: columns.two_persons,
  proposed_by: { ...text, sql: "proposed_by" },
  approved_at: sometime,
  approved_by: { ...text, sql: "approved_by" },
  rejected_at: sometime,
  rejected_by: { ...text, sql: "rejected_by" },
  revoked_at: sometime,
  revoked_by: { ...text, sql: "revoked_by" },
  state: { ...text, sql: STATE },
});

const STANDINGS: Listing = { table: "intervention_states", key: { id: "String" } };

/** @internal Lists interventions with their state at a moment, last proposed first. */
export async function listInterventions(
  connection: Connection,
  filter: InterventionFilter,
  options: PageOptions,
): Promise<Page<InterventionStanding>> {
  const { id, service, surface, outlet, algorithm, state } = filter;
  const { at: moment = Date.now() } = filter;
  if (!Number.isSafeInteger(moment)) throw invalid(`at must be in whole milliseconds, got ${moment}`);
  const known: Condition = { sql: `ts <= ${at}`, params: { at: moment } };
  const { rows, next } = await readPage(
    connection,
    STANDINGS,
    standings,
    [
      known,
      equal("id", id),
      equal("service", service),
      equal("surface", surface),
      equal("outlet", outlet),
      equal("algorithm", algorithm),
      state === undefined ? undefined : { sql: `${STATE} = {state:String}`, params: { state } },
    ],
    options,
  );
  return { rows: rows.map((row) => ({ ...row, state: row.state as InterventionState })), next };
}

const arrivals = new ArrivalReader(interventionRecord);

/** @internal What `Store.interventionSteps` promises. */
export async function readInterventionSteps(
  connection: Connection,
  { since, id }: StepFilter,
): Promise<Arrivals<InterventionRow>> {
  return arrivals.read(connection, since, [equal("id", id)]);
}
