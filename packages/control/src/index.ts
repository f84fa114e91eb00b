/** What people may change while a service runs, each change on record: choices, interventions, feedback, lists, rules. */
export { ControlError, isControlError } from "./errors.ts";

export type { ControlErrorCode } from "./errors.ts";
export type { LedgerRecorder } from "./ledger-recorder.ts";
