/** What people may change while a service runs, each change on record: choices, interventions, feedback, lists, rules. */
export { ControlError, isControlError } from "./errors.ts";
export { MemoryUseCounter } from "./use/memory-use-counter.ts";
export { RedisUseCounter } from "./use/redis-use-counter.ts";

export type { ControlErrorCode } from "./errors.ts";
export type { LedgerRecorder } from "./ledger-recorder.ts";
export type { RedisCommand, RedisUseCounterOptions } from "./use/redis-use-counter.ts";
export type { UseCounter, UseCounterOptions, UseSeen } from "./use/use-counter.ts";
