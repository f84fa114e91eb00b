/** What is done with a spool and its archive without a service that runs. */
export { SpoolError, isSpoolError } from "../spool/errors.ts";
export { inspectRoot as inspectSpool } from "../spool/root.ts";
export { listQuarantine } from "./list-quarantine.ts";
export { replayArchive } from "./replay-archive.ts";
export { replayQuarantine } from "./replay-quarantine.ts";
export { shipSpool } from "./ship-spool.ts";

export type { SpoolErrorCode } from "../spool/errors.ts";
export type { QuarantinedRow, QuarantineListing } from "../spool/quarantine.ts";
export type { BatchLimits } from "../protocol.ts";
export type { Fault } from "../fault.ts";
export type { ArchiveDamage, DamagedPart, RecordRange } from "./archive-entries.ts";
export type { WriterReplay } from "./compare-replay.ts";
export type { OfflineOptions, Waiting } from "./persistence.ts";
export type { ArchiveProgress, ReplayOptions, ReplayReport } from "./replay-archive.ts";
export type { QuarantineReplay, RefusedRow } from "./replay-quarantine.ts";
export type { LeftLog, ShipOptions, ShipProgress, ShipReport } from "./ship-spool.ts";
