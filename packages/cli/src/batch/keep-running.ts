import { setTimeout } from "node:timers/promises";

import { runOnSchedule, type Window } from "@probity/batch";

import type { Io } from "../io.ts";
import type { StorePort } from "../ports.ts";
import { reasonOf, runWindow, type RunPlan, type WindowReport } from "./run-window.ts";

/** Times that a rule is asked again that could not look, where others could. */
const MOST_TRIES = 3;

/** What is told while it runs. */
export interface Running {
  readonly everyMs: number;
  readonly since: number | undefined;
  readonly report: (report: WindowReport) => void;
  readonly failed: (reason: string, window: Window) => void;
  readonly behind: (windows: number) => void;
}

/**
 * Runs one window after the other until somebody asks it to end. While the database is away it says so, and comes back to
 * the same window; rules that alone could not look are asked twice more, and then left out of it.
 */
export async function keepRunning(
  store: StorePort,
  plan: RunPlan,
  io: Pick<Io, "now" | "interrupted">,
  { report, failed, ...running }: Running,
): Promise<void> {
  const ending = new AbortController();
  void io.interrupted().then(() => {
    ending.abort();
  });
  let left: readonly string[] | undefined;
  let tries = 0;
  await runOnSchedule({
    ...running,
    now: io.now,
    isEnded: () => ending.signal.aborted,
    wait: (milliseconds) => untilAborted(milliseconds, ending.signal),
    failed: (error, window) => {
      failed(reasonOf(error), window);
    },
    run: async (window) => {
      const done = await runWindow(store, window, left ? { ...plan, only: left } : plan);
      report(done);
      const failures = done.rules.filter(({ error }) => error !== undefined);
      const isAway = failures.length === done.rules.length;
      tries = isAway ? 0 : tries + 1;
      left = failures.map(({ rule }) => rule);
      if (failures.length > 0 && (isAway || tries < MOST_TRIES)) throw failures[0]?.error;
      left = undefined;
      tries = 0;
    },
  });
}

// Rejects when it is aborted, which is how it ends early.
async function untilAborted(milliseconds: number, signal: AbortSignal): Promise<void> {
  await setTimeout(Math.min(milliseconds, 2 ** 31 - 1), undefined, { signal }).catch(() => undefined);
}
