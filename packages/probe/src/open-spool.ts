import { join } from "node:path";
import type { SpoolConfig } from "@probity/config";
import type { SpoolSettings } from "./protocol.ts";
import { BegunFile } from "./spool/begun-file.ts";
import { type Claim, claimLog } from "./spool/claim.ts";
import type { LogIdentity } from "./spool/frame.ts";
import { prepareRoot } from "./spool/root.ts";
import { isSpoolError } from "./spool/errors.ts";

/** What this process has of the spool: its own log, which nobody else touches while it lives. */
export interface ProcessSpool {
  readonly settings: SpoolSettings;
  /** Takes down how many decisions began. Never throws. */
  noteBegun(begun: number): void;
  /** Lets go of the log, and removes it when nothing is left in it. */
  close(): Promise<void>;
}

/**
 * Claims a log in the spool. Rejects with a `SpoolError` when the directory is not what it should be, before anything
 * in it is touched. A disk that is full or fails is told to `onFault`, and gives undefined: the service must start.
 */
export async function openSpool(
  config: SpoolConfig,
  identity: LogIdentity,
  onFault: (fault: unknown) => void,
): Promise<ProcessSpool | undefined> {
  let claim: Claim | undefined;
  try {
    if (config.spill) prepareRoot(config.spill.directory);
    claim = await claimLog(config.directory, identity.writer);
    const begun = BegunFile.create(claim.directory, identity, onFault);
    return processSpool(config, claim, begun, identity);
  } catch (fault) {
    await claim?.release();
    if (!isSpoolError(fault, "FULL") && !isSpoolError(fault, "WRITE_FAILED")) throw fault;
    onFault(fault);
    return undefined;
  }
}

function processSpool(
  { directory: root, maxBytes, whenFull, spill, fsync, segmentBytes, archive }: SpoolConfig,
  claim: Claim,
  begun: BegunFile,
  { writer }: LogIdentity,
): ProcessSpool {
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
    noteBegun: (count) => begun.note(count),
    close: async () => {
      begun.close();
      await claim.release();
    },
  };
}
