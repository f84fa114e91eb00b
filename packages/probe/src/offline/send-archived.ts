import type { TimeWindow } from "@probity/clickhouse";
import type { Chunk } from "@probity/core";
import { SpoolError } from "../spool/errors.ts";
import { readFrame } from "../spool/read-frame.ts";
import { countRows, rangeOf, type Rows } from "../worker/rows.ts";
import type { Sender } from "../worker/sender.ts";
import type { ArchivedBatch, ArchivedChunk } from "./archive-entries.ts";
import type { Access } from "./persistence.ts";
import { rowsInWindow } from "./rows-in-window.ts";
import type { Tally } from "./tally.ts";

export interface SendOptions extends Pick<Access, "persist"> {
  readonly sender: Sender;
  readonly window: TimeWindow;
}

/** Has those rows of a batch stored that lie within the window, unless they are. */
export async function sendArchived(batch: ArchivedBatch, tally: Tally, options: SendOptions): Promise<void> {
  const { sender, persist, window } = options;
  const all = batch.chunks.map(readChunk);
  const rows = all.flatMap((chunk) => rowsInWindow(chunk, window));
  tally.found(rows);
  for (const run of runsOf(batch, all, rows)) {
    const attempt = { isMarked: true, isUncertain: true, isWhole: false };
    await persist(async () => tally.delivered(run, await sender.deliver(run, tally.identity, attempt)));
  }
}

/** Numbers that can be looked up at a time. */
const WIDEST = 1_000_000;

// A token stands for the same rows always. A whole batch has the one that it had when it was first sent, also where
// numbers are left out in it; of a part, the numbers say which rows it is.
function runsOf({ isWhole }: ArchivedBatch, all: Rows, rows: Rows): readonly Rows[] {
  const { firstSeq, lastSeq } = rangeOf(rows);
  const isAll = isWhole && countRows(rows) === countRows(all) && lastSeq - firstSeq < WIDEST;
  return isAll ? [rows] : contiguousRuns(rows);
}

/** The rows in as few runs as possible that leave no number out and are of one record version. */
function contiguousRuns(rows: Rows): readonly Rows[] {
  const runs: Chunk[][] = [];
  for (const chunk of rows) {
    const run = runs.at(-1);
    const last = run?.at(-1);
    if (run && last?.lastSeq === chunk.firstSeq - 1 && last.version === chunk.version) run.push(chunk);
    else runs.push([chunk]);
  }
  return runs;
}

function readChunk({ file, ...place }: ArchivedChunk): Chunk {
  const frame = readFrame(file, place);
  if (frame.kind === "chunk") return frame.chunk;
  throw new SpoolError("CORRUPT", `${file}: what was a chunk at ${place.offset} is none any more`);
}
