import {
  closeSync,
  fdatasync,
  fstatSync,
  fsyncSync,
  ftruncateSync,
  openSync,
  readSync,
  renameSync,
  statfsSync,
  unlinkSync,
  writeSync,
  writevSync,
} from "node:fs";
import { dirname } from "node:path";
import { promisify } from "node:util";

/** What writing a log asks of the disk: apart, so that a test can hand in a disk that fails. */
export interface Disk {
  /** Makes a file that isn't there yet. */
  readonly create: (file: string) => number;
  /** Writes some of the bytes at `position`, and answers how many. */
  readonly write: (fd: number, pieces: readonly Uint8Array[], position: number) => number;
  readonly truncate: (fd: number, length: number) => void;
  readonly rename: (from: string, to: string) => void;
  /** Resolves once what was written is on the medium. */
  readonly flush: (fd: number) => Promise<void>;
  readonly flushSync: (fd: number) => void;
  /** Bytes that are free in a directory's file system. */
  readonly free: (directory: string) => number;
}

const flush = promisify(fdatasync);

/** Node's own. */
export const nodeDisk: Disk = {
  create: (file) => openSync(file, "wx+", 0o600),
  write: (fd, pieces, position) => writevSync(fd, pieces, position),
  truncate: ftruncateSync,
  rename: renameSync,
  flush: (fd) => flush(fd),
  flushSync: fsyncSync,
  free(directory) {
    const { bavail, bsize } = statfsSync(directory);
    return bavail * bsize;
  },
};

/** Brings names that were made, changed or removed in a directory to the medium. */
export function syncDirectory(directory: string): void {
  const fd = openSync(directory, "r");
  try {
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
}

/** Ends the names of files that are being written; what bears it after a crash is nothing. */
export const UNFINISHED = ".tmp";

/** Makes or replaces a small file: whoever reads it finds the old or the new, whatever is killed. */
export function writeWhole(file: string, bytes: Uint8Array, { isDurable }: { isDurable: boolean }): void {
  const unfinished = `${file}${UNFINISHED}`;
  try {
    const fd = openSync(unfinished, "w", 0o600);
    try {
      for (let at = 0; at < bytes.length;) at += writeSync(fd, bytes, at);
      if (isDurable) fsyncSync(fd);
    } finally {
      closeSync(fd);
    }
    renameSync(unfinished, file);
  } catch (cause) {
    remove(unfinished);
    throw cause;
  }
  if (isDurable) syncDirectory(dirname(file));
}

/** Replaces the beginning of a file that is there: needs no room, and a power cut may leave a part of each. */
export function overwrite(file: string, bytes: Uint8Array): void {
  const fd = openSync(file, "r+");
  try {
    for (let at = 0; at < bytes.length;) at += writeSync(fd, bytes, at, bytes.length - at, at);
  } finally {
    closeSync(fd);
  }
}

/** Removes a file, if it is there and can be. */
export function remove(file: string): void {
  try {
    unlinkSync(file);
  } catch {
    // Whoever finds it knows by its name that it means nothing.
  }
}

/** Reads a part of a file, in memory of its own; fewer bytes where the file ends before. */
export function readPart(file: string, offset: number, length: number): Buffer<ArrayBuffer> {
  const fd = openSync(file, "r");
  try {
    const bytes = Buffer.allocUnsafeSlow(length);
    let filled = 0;
    for (let read = -1; read !== 0 && filled < length; filled += read) {
      read = readSync(fd, bytes, filled, length - filled, offset + filled);
    }
    return bytes.subarray(0, filled);
  } finally {
    closeSync(fd);
  }
}

/** Reads a whole file, in memory of its own. */
export function readWhole(file: string): Buffer<ArrayBuffer> {
  const fd = openSync(file, "r");
  let size: number;
  try {
    size = fstatSync(fd).size;
  } finally {
    closeSync(fd);
  }
  return readPart(file, 0, size);
}
