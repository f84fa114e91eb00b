import { mkdirSync, readFileSync, unlinkSync } from "node:fs";
import { join } from "node:path";
import { crc32c } from "./crc32c.ts";
import { writeWhole } from "./disk.ts";
import { errnoOf, readFailure, SpoolError, writeFailure } from "./errors.ts";
import { namesIn } from "./segment-files.ts";

/** In a spool's root: rows that the store refused. */
export const QUARANTINE = "quarantine";

const MAGIC = Buffer.from("PROBQUA1");
/** Magic, checksum of all that follows, length of the description. */
const HEAD_BYTES = MAGIC.length + 4 + 4;
const SUFFIX = ".row";

/** Which row it is. */
export interface RowName {
  readonly table: string;
  readonly writer: string;
  readonly epoch: number;
  readonly seq: number;
}

/** A row that the store refused for its content. */
export interface QuarantinedRow extends RowName {
  /** Record version of `bytes`. */
  readonly version: number;
  readonly service: string;
  /** When it was refused, in milliseconds since the epoch. */
  readonly at: number;
  /** The store's code, and what of its message may be kept. */
  readonly code: string;
  readonly message: string;
  /** The row's RowBinary. */
  readonly bytes: Uint8Array;
}

/** What is in quarantine. */
export interface QuarantineListing {
  readonly rows: readonly QuarantinedRow[];
  /** One for each file that can't be read, with its name: `CORRUPT`, `NEWER_VERSION` or `READ_FAILED`. */
  readonly faults: readonly SpoolError[];
}

/** The rows that the store refused, a file each, under the root of a spool. */
export class Quarantine {
  readonly #directory: string;

  /** Touches nothing until a row is put in. */
  constructor(root: string) {
    this.#directory = join(root, QUARANTINE);
  }

  /** Keeps a row; one that is there already stays as it is. Throws `FULL` or `WRITE_FAILED`. */
  put(row: QuarantinedRow): void {
    if (!isIntact(this.#fileOf(row))) this.replace(row);
  }

  /** Keeps a row as it is given now, in place of what was kept of it: all of that, or all of this. Throws as {@link put}. */
  replace(row: QuarantinedRow): void {
    const file = this.#fileOf(row);
    try {
      mkdirSync(this.#directory, { recursive: true, mode: 0o700 });
      writeWhole(file, encode(row), { isDurable: true });
    } catch (cause) {
      throw writeFailure(file, cause);
    }
  }

  /** Every row, by writer, epoch, table and number. */
  list(): QuarantineListing {
    const rows: QuarantinedRow[] = [];
    const faults: SpoolError[] = [];
    for (const name of namesIn(this.#directory)) {
      if (!name.endsWith(SUFFIX)) continue;
      const read = readRow(join(this.#directory, name));
      if (read instanceof SpoolError) faults.push(read);
      else rows.push(read);
    }
    return { rows: rows.sort(byName), faults };
  }

  /** Lets go of a row, if it is there. */
  remove(row: RowName): void {
    const file = this.#fileOf(row);
    try {
      unlinkSync(file);
    } catch (cause) {
      if (errnoOf(cause) !== "ENOENT") throw writeFailure(file, cause);
    }
  }

  #fileOf({ writer, epoch, table, seq }: RowName): string {
    return join(this.#directory, `${writer}-${epoch}-${table}-${seq}${SUFFIX}`);
  }
}

function encode({ bytes, ...description }: QuarantinedRow): Buffer {
  const json = Buffer.from(JSON.stringify(description));
  const head = Buffer.alloc(HEAD_BYTES);
  head.set(MAGIC);
  head.writeUInt32LE(json.length, MAGIC.length + 4);
  const whole = Buffer.concat([head, json, bytes]);
  whole.writeUInt32LE(crc32c(whole.subarray(MAGIC.length + 4)), MAGIC.length);
  return whole;
}

function isIntact(file: string): boolean {
  return !(readRow(file) instanceof SpoolError);
}

function readRow(file: string): QuarantinedRow | SpoolError {
  try {
    return decode(file, readFileSync(file));
  } catch (cause) {
    return cause instanceof SpoolError ? cause : readFailure(file, cause);
  }
}

function decode(file: string, whole: Buffer): QuarantinedRow {
  const magic = whole.toString("latin1", 0, MAGIC.length);
  if (/^PROBQUA[2-9]$/.test(magic)) {
    throw new SpoolError("NEWER_VERSION", `${file}: a newer Probity put it there; use that one`);
  }
  const isWhole = whole.length >= HEAD_BYTES && whole.subarray(0, MAGIC.length).equals(MAGIC);
  if (!isWhole || crc32c(whole.subarray(MAGIC.length + 4)) !== whole.readUInt32LE(MAGIC.length)) {
    throw new SpoolError("CORRUPT", `${file}: not what was put there; its row can't be sent again`);
  }
  const end = HEAD_BYTES + whole.readUInt32LE(MAGIC.length + 4);
  const description = JSON.parse(whole.toString("utf8", HEAD_BYTES, end)) as Omit<QuarantinedRow, "bytes">;
  return { ...description, bytes: whole.subarray(end) };
}

function byName(a: RowName, b: RowName): number {
  const texts = (["writer", "epoch", "table"] as const).map((key) => compare(a[key], b[key]));
  return texts.find((order) => order !== 0) ?? a.seq - b.seq;
}

function compare(a: string | number, b: string | number): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
