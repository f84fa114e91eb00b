import { AsyncLocalStorage } from "node:async_hooks";
import type { Decision } from "./decision.ts";

const storage: AsyncLocalStorage<Decision | undefined> = new AsyncLocalStorage();

/** The decision that the running code belongs to, anywhere below an adapter; undefined outside of one. */
export function currentDecision(): Decision | undefined {
  return storage.getStore();
}

/** Runs `work`, and all that it starts, as part of `decision`; undefined: of none. */
export function runInDecision<T>(decision: Decision | undefined, work: () => T): T {
  return storage.run(decision, work);
}
