import type { Recovered } from "../spool/recover.ts";
import { joinedRun, type Run } from "./backlog.ts";

/**
 * What a log holds of one table, as runs: what was marked as a batch is sent again as that batch, because it may have
 * been sent before. What no mark covers was sent only if its mark could not be written.
 */
export function runsOf(
  { chunks, marks }: Pick<Recovered, "chunks" | "marks">,
  table: string,
): readonly Run[] {
  const runs: Run[] = [];
  const marked = inOrder(marks, table);
  let next = 0;
  for (const { segment, offset, length, version, firstSeq, lastSeq, rows } of inOrder(chunks, table)) {
    while ((marked[next]?.lastSeq ?? Infinity) < firstSeq) next += 1;
    const mark = marked[next];
    const isMarked = mark !== undefined && mark.firstSeq <= firstSeq;
    const run: Run = {
      table,
      version,
      firstSeq,
      lastSeq,
      rows,
      bytes: length,
      stretches: [{ segment, offset, length, chunks: 1 }],
      holes: [],
      isMarked,
      isUncertain: true,
    };
    const last = runs.at(-1);
    if (isMarked && last?.isMarked && last.firstSeq >= mark.firstSeq)
      runs[runs.length - 1] = joinedRun(last, run);
    else runs.push(run);
  }
  return runs;
}

function inOrder<T extends { readonly table: string; readonly firstSeq: number }>(
  entries: readonly T[],
  table: string,
): readonly T[] {
  return entries.filter((entry) => entry.table === table).sort((a, b) => a.firstSeq - b.firstSeq);
}
