import type { Span } from "../protocol.ts";
import type { Gap } from "../spool/gap-chunk.ts";
import { NumberSet } from "../spool/number-set.ts";

/** What became of numbers that seemed to be missing. */
export interface PartedGap {
  readonly missing: readonly Gap[];
  readonly stored: readonly Span[];
}

/** Parts a gap into what is missing and what is stored, given the numbers that are. */
export function partGap(gap: Gap, stored: ReadonlySet<number>): PartedGap {
  const parts: { missing: Gap[]; stored: Span[] } = { missing: [], stored: [] };
  for (let first = gap.firstSeq; first <= gap.lastSeq;) {
    const isStored = stored.has(first);
    let last = first;
    while (last < gap.lastSeq && stored.has(last + 1) === isStored) last += 1;
    if (isStored)
      parts.stored.push({ table: gap.of, firstSeq: first, lastSeq: last, rows: last - first + 1 });
    else parts.missing.push({ ...gap, firstSeq: first, lastSeq: last });
    first = last + 1;
  }
  return parts;
}

/** The numbers of a table that gaps tell of. */
export function numbersOf(gaps: readonly Gap[], table: string): NumberSet {
  const numbers = new NumberSet();
  for (const { of, firstSeq, lastSeq } of gaps) if (of === table) numbers.add(firstSeq, lastSeq);
  return numbers;
}
