/** A number for a sentence: whole ones as they are, others with three digits that count. */
export function figure(value: number): string {
  return Number.isInteger(value) ? String(value) : String(Number(value.toPrecision(3)));
}

/** A share in percent, as `12.5 %`. */
export function percent(share: number): string {
  return `${figure(Number((100 * share).toPrecision(3)))} %`;
}

/** A time for a sentence, in China: `2026-11-21 19:31:04`. */
export function chinaTime(milliseconds: number): string {
  return new Date(milliseconds + 8 * 3_600_000).toISOString().slice(0, 19).replace("T", " ");
}
