import { readPart, readWhole } from "./disk.ts";
import { decodeFrame, FRAME_HEAD_BYTES, MAX_PAYLOAD_BYTES } from "./frame-codec.ts";
import type { BodyFrame, SegmentHeader } from "./frame.ts";
import { MAGIC } from "./segment-writer.ts";
import { readFailure, SpoolError } from "./errors.ts";

/** A frame and where it is in its segment's file. */
export interface FoundFrame {
  readonly offset: number;
  readonly length: number;
  /** Its bytes are views of the memory that the whole segment was read into. */
  readonly frame: BodyFrame;
}

/** What a segment's file holds. */
export interface SegmentScan {
  /** Undefined if it is damaged. */
  readonly header?: SegmentHeader;
  /** Every intact frame after the header, in order. */
  readonly frames: readonly FoundFrame[];
  /** Stretches of the file that are no intact frame; what they held can't be known from them. */
  readonly damage: readonly Stretch[];
  /** Where the last intact frame ends. */
  readonly end: number;
  /** Of the file, in bytes. */
  readonly size: number;
}

export interface Stretch {
  readonly offset: number;
  readonly length: number;
}

/**
 * Reads a segment, whatever became of it: damage is stepped over, to the next place where a frame's form and checksum
 * are right. Throws `NEWER_VERSION` for a segment that a newer Probity wrote, `READ_FAILED` if the disk fails.
 */
export function scanSegment(file: string): SegmentScan {
  const bytes = reading(file, () => readWhole(file));
  const header = headerIn(file, bytes);
  const start = header ? header.end : MAGIC.length;
  const { frames, damage } = scanFrames(bytes, start);
  if (!isMagic(bytes)) damage.unshift({ offset: 0, length: Math.min(MAGIC.length, bytes.length) });
  const last = frames.at(-1);
  const end = last ? last.offset + last.length : header ? start : 0;
  return { ...(header && { header: header.header }), frames, damage, end, size: bytes.length };
}

/** The intact frames in some bytes of a segment, and what lies between them. */
export function scanFrames(bytes: Buffer, from: number): { frames: FoundFrame[]; damage: Stretch[] } {
  const frames: FoundFrame[] = [];
  const damage: Stretch[] = [];
  for (let offset = from; offset < bytes.length;) {
    const frame = bodyFrameAt(bytes, offset) ?? nextFrame(bytes, offset + 1);
    const found = frame?.offset ?? bytes.length;
    if (found > offset) damage.push({ offset, length: found - offset });
    if (!frame) break;
    frames.push(frame);
    offset = found + frame.length;
  }
  return { frames, damage };
}

/** Reads a segment's header only; undefined if it is damaged. Throws as {@link scanSegment}. */
export function readHeader(file: string): SegmentHeader | undefined {
  return reading(file, () => {
    const start = readPart(file, 0, MAGIC.length + FRAME_HEAD_BYTES);
    const length = start.length > MAGIC.length + 4 ? start.readUInt32LE(MAGIC.length) : 0;
    const whole = length > MAX_PAYLOAD_BYTES ? start : readPart(file, 0, start.length + length);
    return headerIn(file, whole)?.header;
  });
}

function headerIn(file: string, bytes: Buffer): { header: SegmentHeader; end: number } | undefined {
  const found = decodeFrame(bytes, MAGIC.length);
  if (found?.frame.kind === "header") return { header: found.frame.header, end: MAGIC.length + found.length };
  // Only now: a version that is damaged must not pass for a newer one.
  const version = versionOf(bytes);
  if (version > versionOf(MAGIC)) {
    throw new SpoolError(
      "NEWER_VERSION",
      `${file}: a segment in format ${version}, this Probity knows ${versionOf(MAGIC)}; use the newer one that wrote it`,
    );
  }
  return undefined;
}

function isMagic(bytes: Buffer): boolean {
  return bytes.subarray(0, MAGIC.length).equals(MAGIC);
}

function versionOf(bytes: Buffer): number {
  const [, version] = /^PROBSPL([1-9])$/.exec(bytes.toString("latin1", 0, MAGIC.length)) ?? [];
  return Number(version ?? 0);
}

function nextFrame(bytes: Buffer, from: number): FoundFrame | undefined {
  for (let offset = from; offset < bytes.length - FRAME_HEAD_BYTES; offset += 1) {
    const found = bodyFrameAt(bytes, offset);
    if (found) return found;
  }
  return undefined;
}

function bodyFrameAt(bytes: Buffer, offset: number): FoundFrame | undefined {
  const found = decodeFrame(bytes, offset);
  if (!found || found.frame.kind === "header") return undefined;
  return { offset, length: found.length, frame: found.frame };
}

function reading<T>(file: string, read: () => T): T {
  try {
    return read();
  } catch (cause) {
    throw readFailure(file, cause);
  }
}
