/** A moment as it was given: gives milliseconds since the epoch, from the time that it is now. */
export type Moment = (now: number) => number;

/**
 * Reads `2026-11-21`, `2026-11-21T19:30`, the same with seconds and with `Z` or an offset, or how long ago: `90s`,
 * `15m`, `2h`, `7d`. Without an offset it is this machine's time. Throws a `RangeError` for anything else.
 */
export function parseMoment(text: string): Moment {
  const span = readSpan(text);
  if (span !== undefined) return (now) => now - span;
  const milliseconds = parseDate(text);
  if (milliseconds !== undefined) return () => milliseconds;
  throw new RangeError(
    "expected a time such as 2026-11-21, 2026-11-21T19:30+08:00, or 2h or 7d for so long ago",
  );
}

/** Reads a length of time, `90s`, `15m`, `2h`, `7d`, in milliseconds. Throws a `RangeError` for anything else. */
export function parseSpan(text: string): number {
  const span = readSpan(text);
  if (span !== undefined) return span;
  throw new RangeError("expected a length of time such as 30s, 15m or 2h");
}

function readSpan(text: string): number | undefined {
  const [, amount, unit = ""] = /^(\d{1,6})([smhd])$/.exec(text) ?? [];
  return amount === undefined ? undefined : Number(amount) * (UNITS.get(unit) ?? 0);
}

const UNITS = new Map([
  ["s", 1000],
  ["m", 60_000],
  ["h", 3_600_000],
  ["d", 86_400_000],
]);

const DATE = /^(\d{4})-(\d\d)-(\d\d)(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d{1,3})?)?(?:Z|[+-]\d\d:\d\d)?)?$/;

function parseDate(text: string): number | undefined {
  const [, year, month, day] = DATE.exec(text) ?? [];
  if (day === undefined || !isDay(Number(year), Number(month), Number(day))) return undefined;
  // A date alone would be read as UTC, a date with a time as local.
  const milliseconds = Date.parse(text.length === 10 ? `${text}T00:00` : text.replace(" ", "T"));
  return Number.isNaN(milliseconds) ? undefined : milliseconds;
}

// Date takes February 30 for March 2; other nonsense it refuses.
function isDay(year: number, month: number, day: number): boolean {
  return new Date(Date.UTC(year, month - 1, day)).getUTCDate() === day;
}
