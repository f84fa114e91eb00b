import { Quarantine, type QuarantineListing } from "../spool/quarantine.ts";
import { isInUse } from "./spool-place.ts";

/**
 * The rows that the storage refused, by writer, epoch, table and number. Throws a `SpoolError` for a directory that is
 * no spool.
 */
export function listQuarantine(root: string): QuarantineListing {
  return isInUse(root) ? new Quarantine(root).list() : { rows: [], faults: [] };
}
