import { controlChangeRecord, type ControlChangeRow } from "@probity/core";

import type { StorePort } from "../ports.ts";

/** A change of what rules do, as somebody asks for it. */
export interface ChangeRequest extends Pick<
  ControlChangeRow,
  "target" | "rule" | "outlet" | "to" | "reason"
> {
  /** A member of staff. */
  readonly who: string;
  /** Empty: every service. */
  readonly service: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

/** A change that was asked for. */
export interface RequestedChange extends Omit<ChangeRequest, "at"> {
  readonly change: string;
  /** What was asked for before; empty where nothing was: then it was as configuration and control file say. */
  readonly from: string;
  readonly requested_at: number;
}

/** Enters a request into the ledger that every process polls. */
export async function requestChange(
  store: StorePort,
  { at, ...asked }: ChangeRequest,
): Promise<RequestedChange> {
  const before = await requestsBefore(store, asked);
  // It comes after all that was asked for before, also where a clock runs behind.
  const requested_at = Math.max(at, ...before.map((each) => each.requested_at + 1));
  const from = before.find(({ service }) => asked.service !== "" || service === "")?.to ?? "";
  const change = crypto.randomUUID();
  const entry: Omit<ControlChangeRow, "ts" | "seq" | "writer" | "epoch"> = {
    ...asked,
    change,
    step: "requested",
    source: "table",
    from,
    requested_at,
  };
  await store.enter(controlChangeRecord, [entry]);
  return { ...asked, change, from, requested_at };
}

async function requestsBefore(
  store: StorePort,
  { target, rule, outlet, service }: Omit<ChangeRequest, "at">,
): Promise<readonly ControlChangeRow[]> {
  const requests = await store.controlChanges(service === "" ? {} : { service });
  return requests.filter((each) => each.target === target && each.rule === rule && each.outlet === outlet);
}
