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

/** What was asked for before; empty where nothing was: then it is as the configuration says. */
export interface RequestedChange extends ChangeRequest {
  readonly change: string;
  readonly from: string;
}

/** Enters a request into the ledger that every process polls. */
export async function requestChange(store: StorePort, request: ChangeRequest): Promise<RequestedChange> {
  const { at, ...asked } = request;
  const from = await lastRequested(store, request);
  const change = crypto.randomUUID();
  const entry: Omit<ControlChangeRow, "ts" | "seq" | "writer" | "epoch"> = {
    ...asked,
    change,
    step: "requested",
    source: "table",
    from,
    requested_at: at,
  };
  await store.enter(controlChangeRecord, [entry]);
  return { ...request, change, from };
}

async function lastRequested(
  store: StorePort,
  { target, rule, outlet, service }: ChangeRequest,
): Promise<string> {
  const requests = await store.controlChanges(service === "" ? {} : { service });
  const same = requests.filter(
    (each) =>
      each.target === target &&
      each.rule === rule &&
      each.outlet === outlet &&
      (service !== "" || each.service === ""),
  );
  return same[0]?.to ?? "";
}
