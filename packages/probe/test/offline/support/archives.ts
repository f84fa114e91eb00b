import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { BodyFrame } from "../../../src/spool/frame.ts";
import { sealedName } from "../../../src/spool/segment-files.ts";
import { scanSegment } from "../../../src/spool/segment-scan.ts";
import { flip } from "../../spool/support/damage.ts";
import { openLog, WRITER } from "../../spool/support/logs.ts";

/** An archive with a segment for each group of frames, and one more that says that the log has ended. */
export function makeArchive(directory: string, groups: readonly (readonly BodyFrame[])[]): string {
  const log = openLog(writerIn(directory));
  for (const frames of groups) {
    for (const frame of frames) log.append([frame]);
    log.seal();
  }
  log.end();
  return directory;
}

/** The file of a segment in an archive. */
export function segmentIn(directory: string, segment: number): string {
  return join(writerIn(directory), sealedName(segment));
}

function writerIn(directory: string): string {
  const path = join(directory, WRITER);
  mkdirSync(path, { recursive: true });
  return path;
}

/** Damages one of the frames that a segment's file holds after its header. */
export function damageFrame(file: string, position: number): void {
  const { frames } = scanSegment(file);
  flip(file, (frames[position]?.offset ?? Number.NaN) + 20);
}

/** The position of the first chunk of a table among the frames of a segment's file. */
export function firstChunkIn(file: string, table: string): number {
  return scanSegment(file).frames.findIndex(
    ({ frame }) => frame.kind === "chunk" && frame.chunk.table === table,
  );
}

/** Says that decisions with these numbers were sent as one batch. */
export function sent(firstSeq: number, lastSeq: number, rows: number = lastSeq - firstSeq + 1): BodyFrame {
  return { kind: "batch", mark: { table: "decisions", version: 1, firstSeq, lastSeq, rows } };
}
