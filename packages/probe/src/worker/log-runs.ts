import type { Recovered } from "../spool/recover.ts";
import { joinedRun, type Run } from "./backlog.ts";

/**
 * What a log holds of one table, as runs: what was marked as a batch is sent again as that batch, because it may have
 * been sent before. Rows that no mark covers were never sent.
 */
export function runsOf(
  { chunks, marks }: Pick<Recovered, "chunks" | "marks">,
  table: string,
): readonly Run[] {
  const runs: Run[] = [];
  const marked = marks.filter((mark) => mark.table === table).toSorted((a, b) => a.firstSeq - b.firstSeq);
  let next = 0;
  for (const { version, firstSeq, lastSeq, rows, length, ...chunk } of chunks) {
    if (chunk.table !== table) continue;
    const place = { segment: chunk.segment, offset: chunk.offset, length };
    while ((marked[next]?.lastSeq ?? Infinity) < firstSeq) next += 1;
    const mark = marked[next];
    const isMarked = mark !== undefined && mark.firstSeq <= firstSeq;
    const run = {
      table,
      version,
      firstSeq,
      lastSeq,
      rows,
      bytes: length,
      stretches: [{ ...place, chunks: 1 }],
      isMarked,
    };
    const last = runs.at(-1);
    if (isMarked && last?.isMarked && last.firstSeq >= mark.firstSeq)
      runs[runs.length - 1] = joinedRun(last, run);
    else runs.push(run);
  }
  return runs;
}
