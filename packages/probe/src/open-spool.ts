import { join } from "node:path";
import type { SpoolConfig } from "@probity/config";
import type { SpoolSettings } from "./protocol.ts";
import { BegunFile } from "./spool/begun-file.ts";
import { type Claim, claimLog } from "./spool/claim.ts";
import type { LogIdentity } from "./spool/frame.ts";
import { sizeOfLog } from "./spool/remove-log.ts";
import { prepareRoot } from "./spool/root.ts";
import { isSpoolError, type SpoolErrorCode } from "./spool/errors.ts";

/** What this process has of the spool: its own log, which nobody else touches while it lives. */
export interface ProcessSpool {
  readonly settings: SpoolSettings;
  /** Takes down how many records of a table began. Never throws. */
  noteBegun(begun: number, table: string): void;
  /**
   * Lets go of the log, and removes it when nothing is left in it. With `isComplete` false it has no account of some
   * records: then enough is left for whoever comes next to find out which. Never rejects.
   */
  close(isComplete: boolean): Promise<void>;
}

/**
 * Claims a log in the spool. Rejects with a `SpoolError` when the directory is not what it should be, before anything
 * in it is touched. A disk that is full or fails is told to `onFault`: the service must start. Without a directory of
 * its own it has no spool then, and gives undefined; with one it goes on, because storing what is there makes room.
 */
export async function openSpool(
  config: SpoolConfig,
  identity: LogIdentity,
  onFault: (fault: unknown) => void,
): Promise<ProcessSpool | undefined> {
  try {
    if (config.spill) prepareRoot(config.spill.directory);
    const claim = await claimLog(config.directory, identity.writer);
    const begun = new BegunFile(claim.directory, identity, { onFault });
    return processSpool(config, claim, begun, identity, onFault);
  } catch (fault) {
    if (!isSpoolError(fault) || !MAY_PASS.has(fault.code)) throw fault;
    onFault(fault);
    return undefined;
  }
}

/** What may be over at the next start. The rest is somebody's mistake. */
const MAY_PASS: ReadonlySet<SpoolErrorCode> = new Set(["FULL", "WRITE_FAILED", "READ_FAILED"]);

function processSpool(
  { directory: root, maxBytes, whenFull, spill, fsync, segmentBytes, archive }: SpoolConfig,
  claim: Claim,
  begun: BegunFile,
  { writer }: LogIdentity,
  onFault: (fault: unknown) => void,
): ProcessSpool {
  let hasBegun = false;
  return {
    settings: {
      root,
      directory: claim.directory,
      maxBytes,
      whenFull,
      spill: spill && { directory: join(spill.directory, writer), maxBytes: spill.maxBytes },
      fsync,
      segmentBytes,
      archive: archive?.directory,
    },
    noteBegun(count, table) {
      hasBegun = true;
      begun.note(count, table);
    },
    async close(isComplete) {
      try {
        begun.close();
        // Without a segment the directory would go, and with it how many records began: it stays as long as the process.
        const isEmpty = sizeOfLog(claim.directory) === 0;
        if (isComplete || !hasBegun || !isEmpty) await claim.release();
      } catch (fault) {
        onFault(fault); // what is left is for whoever comes next
      }
    },
  };
}
