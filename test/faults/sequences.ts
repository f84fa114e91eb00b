/** Numbers from the first to the last, both included. */
export interface Range {
  readonly firstSeq: number;
  readonly lastSeq: number;
}

/** What is said of some numbers: that they are stored, or a gap's cause. */
export interface Claimed extends Range {
  readonly as: string;
}

/** The same numbers in as few ranges as possible; a number that is there twice stays in two ranges. */
export function rangesOf(ranges: readonly Range[]): Range[] {
  const found: { firstSeq: number; lastSeq: number }[] = [];
  for (const { firstSeq, lastSeq } of ranges.toSorted((a, b) => a.firstSeq - b.firstSeq)) {
    const last = found.at(-1);
    if (last?.lastSeq === firstSeq - 1) last.lastSeq = lastSeq;
    else found.push({ firstSeq, lastSeq });
  }
  return found;
}

/** What keeps the ranges from being all numbers from 1 to the last of them, each once: in words. */
export function holesOf(ranges: readonly Claimed[]): string[] {
  const found: string[] = [];
  let last = 0;
  let lastAs = "";
  for (const { firstSeq, lastSeq, as } of ranges.toSorted(byNumber)) {
    if (firstSeq > last + 1) found.push(`${last + 1} to ${firstSeq - 1} are neither stored nor in a gap`);
    if (firstSeq <= last)
      found.push(`${firstSeq} to ${Math.min(last, lastSeq)} are there twice, ${lastAs} and ${as}`);
    if (lastSeq <= last) continue;
    last = lastSeq;
    lastAs = as;
  }
  return found;
}

function byNumber(a: Range, b: Range): number {
  return a.firstSeq - b.firstSeq || a.lastSeq - b.lastSeq;
}
