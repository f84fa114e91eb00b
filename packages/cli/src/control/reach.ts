import type { LiveProcess } from "@probity/clickhouse";
import type { ControlChangeRow } from "@probity/core";

import type { StorePort } from "../ports.ts";

/** A request that holds, and how far it got. */
export interface Reach {
  readonly request: ControlChangeRow;
  /** The processes that carried it out, and that did not. */
  readonly applied: readonly ControlChangeRow[];
  readonly refused: readonly ControlChangeRow[];
  /** From the request to the last process that carried it out, by their clocks; null where none did. */
  readonly slowestMs: number | null;
  /** Processes that live and have said nothing of it yet. */
  readonly waiting: readonly LiveProcess[];
}

/** What holds by request, the kill switch first, with how far each request got. */
export async function readReach(store: StorePort, service: string | undefined): Promise<readonly Reach[]> {
  const requests = await store.controlChanges(service === undefined ? {} : { service });
  const processes = await store.liveProcesses();
  const found: Reach[] = [];
  for (const request of requests.toSorted(killSwitchFirst)) {
    const steps = await store.controlSteps(request.change);
    found.push(reachOf(request, steps, processes));
  }
  return found;
}

function reachOf(
  request: ControlChangeRow,
  steps: readonly ControlChangeRow[],
  processes: readonly LiveProcess[],
): Reach {
  const applied = steps.filter(({ step }) => step === "applied");
  const refused = steps.filter(({ step }) => step === "refused");
  const heard = new Set([...applied, ...refused].map(keyOf));
  const isMeant = ({ service }: LiveProcess): boolean =>
    request.service === "" || request.service === service;
  return {
    request,
    applied,
    refused,
    slowestMs: applied.length === 0 ? null : Math.max(...applied.map(({ ts }) => ts - request.requested_at)),
    waiting: processes.filter((process) => isMeant(process) && !heard.has(keyOf(process))),
  };
}

function keyOf({ writer, epoch }: Pick<LiveProcess, "writer" | "epoch">): string {
  return `${writer}:${epoch}`;
}

function killSwitchFirst(a: ControlChangeRow, b: ControlChangeRow): number {
  return Number(b.target === "kill_switch") - Number(a.target === "kill_switch");
}
