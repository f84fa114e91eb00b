import { controlChangeRecord, coverageRecord, type ControlChangeRow } from "@probity/core";

import { LATEST, type Connection } from "../../connection.ts";
import { Selection } from "../../selection.ts";
import { equal, where } from "../conditions.ts";
import { readPage, type Listing, type Page, type PageOptions } from "../page.ts";

/** A change of what rules do, and how far it got. */
export interface ControlChange extends Pick<
  ControlChangeRow,
  "change" | "ts" | "service" | "source" | "who" | "reason" | "target" | "rule" | "outlet" | "from" | "to"
> {
  readonly requested_at: number;
  /** Processes that carried it out, and that didn't. */
  readonly applied: number;
  readonly refused: number;
  /** When the first and the last carried it out, each by its own clock; null without any. */
  readonly first_applied_at: number | null;
  readonly last_applied_at: number | null;
}

/** Which changes to list: those for which everything given is so. */
export interface ControlFilter {
  readonly change?: string | undefined;
  readonly target?: ControlChangeRow["target"] | undefined;
  readonly rule?: string | undefined;
  readonly outlet?: string | undefined;
  readonly source?: ControlChangeRow["source"] | undefined;
}

/** Whose requests to read. */
export interface RequestFilter {
  /** Those for this service, and for every one. @default all, of each service apart */
  readonly service?: string | undefined;
}

/** A process that gave account of itself within the last minutes. */
export interface LiveProcess {
  readonly service: string;
  readonly writer: string;
  readonly epoch: number;
  /** When it last did, by its own clock. */
  readonly last: number;
}

const { columns } = controlChangeRecord;
const text = { type: "String" } as const;
const count = { type: "UInt64" } as const;
const sometime = { type: { nullable: columns.ts.type } } as const;

const steps = new Selection(columns);
const changes = new Selection({
  change: columns.change,
  ts: columns.ts,
  service: text,
  source: columns.source,
  who: text,
  reason: text,
  target: columns.target,
  rule: text,
  outlet: text,
  from: text,
  to: text,
  requested_at: columns.ts,
  applied: count,
  refused: count,
  first_applied_at: sometime,
  last_applied_at: sometime,
});
const { service, writer, epoch, ts } = coverageRecord.columns;
const processes = new Selection({ service, writer, epoch, last: { type: ts.type, sql: "max(ts)" } });

const HISTORY: Listing = { table: "control_history", key: { change: "UUID" } };
/** Processes give account of themselves each minute. */
const ALIVE_MINUTES = 3;

/**
 * @internal What was asked for through the table: of each rule and outlet, and of the kill switch, the last as the database
 * took them, whatever the clocks of those who asked.
 */
export async function readControlChanges(
  connection: Connection,
  { service }: RequestFilter,
): Promise<readonly ControlChangeRow[]> {
  const { sql, params } = where([
    { sql: "step = 'requested' AND source = 'table'" },
    service === undefined ? undefined : { sql: "service IN ('', {service:String})", params: { service } },
  ]);
  const scope = service === undefined ? "target, rule, outlet, service" : "target, rule, outlet";
  return steps.from(
    connection,
    `${connection.database}.control_changes ${sql}
    ORDER BY ${scope}, stored_at DESC, requested_at DESC, ts DESC, writer DESC, epoch DESC, seq DESC
    LIMIT 1 BY ${scope}`,
    params,
    LATEST,
  );
}

/** @internal Lists changes, wherever they came from, newest first. */
export async function listControlHistory(
  connection: Connection,
  { change, target, rule, outlet, source }: ControlFilter,
  options: PageOptions,
): Promise<Page<ControlChange>> {
  return readPage(
    connection,
    HISTORY,
    changes,
    [
      equal("change", change, "UUID"),
      equal("target", target),
      equal("rule", rule),
      equal("outlet", outlet),
      equal("source", source),
    ],
    options,
  );
}

/** @internal The rows of one change, in the order of time: asked for, carried out by whom. */
export async function readControlSteps(
  connection: Connection,
  change: string,
): Promise<readonly ControlChangeRow[]> {
  return steps.from(
    connection,
    `${connection.database}.control_changes WHERE change = {change:UUID}
    ORDER BY step, ts, service, writer, epoch, seq`,
    { change },
    LATEST,
  );
}

/** @internal The processes that live, as their statements of coverage have it. */
export async function readLiveProcesses(connection: Connection): Promise<readonly LiveProcess[]> {
  return processes.from(
    connection,
    `${connection.database}.coverage WHERE ts >= now64(3) - INTERVAL ${ALIVE_MINUTES} MINUTE
    GROUP BY service, writer, epoch ORDER BY service, writer, epoch`,
  );
}
