import { type Disk, nodeDisk } from "../../../src/spool/disk.ts";

/** An error as the system gives it. */
export function systemError(code: string): Error {
  return Object.assign(new Error(code), { code });
}

/** Node's disk with other functions in places; `disk` may be changed at any time. */
export function changeableDisk(): { readonly disk: Disk; readonly change: (changes: Partial<Disk>) => void } {
  const disk = { ...nodeDisk };
  return { disk, change: (changes) => void Object.assign(disk, nodeDisk, changes) };
}

/** Writes `bytes` at most, over all calls, and fails with `code` after that. */
export function writesOnly(bytes: number, code: string): Disk["write"] {
  let left = bytes;
  return (fd, pieces, position) => {
    if (left === 0) throw systemError(code);
    const whole = Buffer.concat(pieces);
    const written = nodeDisk.write(fd, [whole.subarray(0, left)], position);
    left -= written;
    return written;
  };
}
