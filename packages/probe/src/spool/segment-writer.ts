import { closeSync } from "node:fs";
import { dirname, join } from "node:path";
import { remove, syncDirectory, type Disk } from "./disk.ts";
import { encodeFrame } from "./frame-codec.ts";
import type { SegmentHeader } from "./frame.ts";
import { openName, sealedName } from "./segment-files.ts";
import { SpoolError, writeFailure } from "./errors.ts";

/** What a segment's file begins with: the format, and its version. */
export const MAGIC: Buffer = Buffer.from("PROBSPL1");

/** The segment that a log is writing. */
export class SegmentWriter {
  readonly segment: number;
  readonly #disk: Disk;
  readonly #fd: number;
  #file: string;
  #length = 0;
  #headerEnd = 0;
  #isBroken = false;
  #flushing = 0;
  #isSealed = false;

  private constructor(segment: number, file: string, disk: Disk) {
    this.segment = segment;
    this.#disk = disk;
    this.#file = file;
    this.#fd = disk.create(file);
  }

  /** Makes the file and writes its header. Throws `FULL` or `WRITE_FAILED`, and then leaves no file. */
  static create(
    directory: string,
    header: SegmentHeader,
    { disk, isDurable }: { readonly disk: Disk; readonly isDurable: boolean },
  ): SegmentWriter {
    const file = join(directory, openName(header.segment));
    const { pieces } = encodeFrame({ kind: "header", header });
    let writer: SegmentWriter;
    try {
      writer = new SegmentWriter(header.segment, file, disk);
    } catch (cause) {
      throw writeFailure(file, cause);
    }
    try {
      writer.write([MAGIC, ...pieces]);
      writer.#headerEnd = writer.#length;
      if (isDurable) syncDirectory(directory);
      return writer;
    } catch (cause) {
      closeSync(writer.#fd);
      remove(file);
      throw writeFailure(file, cause);
    }
  }

  get file(): string {
    return this.#file;
  }

  /** Bytes that count. */
  get length(): number {
    return this.#length;
  }

  /** It holds nothing but its header. */
  get isEmpty(): boolean {
    return this.#length === this.#headerEnd;
  }

  /** A write failed, and what it left can't be cut off: the file has bytes past `length`, and takes no more. */
  get isBroken(): boolean {
    return this.#isBroken;
  }

  /**
   * Writes all of it, and answers where it begins. Throws `FULL` or `WRITE_FAILED`; then nothing of it stays in the
   * file, or the file is broken.
   */
  write(pieces: readonly Uint8Array[]): number {
    const start = this.#length;
    try {
      this.#length = this.#writeAll(pieces, start);
      return start;
    } catch (cause) {
      this.#cutBack();
      throw writeFailure(this.#file, cause);
    }
  }

  #writeAll(pieces: readonly Uint8Array[], start: number): number {
    let position = start;
    for (let left = pieces; left.length > 0;) {
      const written = this.#disk.write(this.#fd, left, position);
      if (written <= 0) throw new SpoolError("WRITE_FAILED", `${this.#file}: the disk takes nothing`);
      position += written;
      left = after(left, written);
    }
    return position;
  }

  #cutBack(): void {
    try {
      this.#disk.truncate(this.#fd, this.#length);
    } catch {
      this.#isBroken = true;
    }
  }

  /** Resolves once everything written so far is on the medium. Rejects with `WRITE_FAILED`. */
  async flush(): Promise<void> {
    if (this.#isSealed) return;
    this.#flushing += 1;
    try {
      await this.#disk.flush(this.#fd);
    } catch (cause) {
      throw writeFailure(this.#file, cause);
    } finally {
      this.#flushing -= 1;
      this.#closeIfIdle();
    }
  }

  /** Ends the segment and gives it its lasting name. Throws `WRITE_FAILED`; the file is closed all the same. */
  seal({ isDurable }: { isDurable: boolean }): void {
    const directory = dirname(this.#file);
    const sealed = join(directory, sealedName(this.segment));
    try {
      if (isDurable) this.#disk.flushSync(this.#fd);
      this.#disk.rename(this.#file, sealed);
      this.#file = sealed;
      if (isDurable) syncDirectory(directory);
    } catch (cause) {
      throw writeFailure(this.#file, cause);
    } finally {
      this.#isSealed = true;
      this.#closeIfIdle();
    }
  }

  // A number that is being flushed must not be closed: the next file that is opened would get it.
  #closeIfIdle(): void {
    if (this.#isSealed && this.#flushing === 0) closeSync(this.#fd);
  }
}

/** What is left of some pieces without their first bytes. */
function after(pieces: readonly Uint8Array[], bytes: number): readonly Uint8Array[] {
  let skip = bytes;
  let whole = 0;
  for (let piece; (piece = pieces[whole]) !== undefined && piece.length <= skip; whole += 1)
    skip -= piece.length;
  const [cut, ...rest] = pieces.slice(whole);
  return cut ? [cut.subarray(skip), ...rest] : [];
}
