/** A moment in a time zone, with its offset: `2026-11-21 19:31:04.123 +08:00`. */
export function formatTime(milliseconds: number, timeZone: string): string {
  const { year, month, day, hour, minute, second, fractionalSecond, timeZoneName } = partsOf(
    milliseconds,
    timeZone,
  );
  const offset = timeZoneName?.replace("GMT", "") ?? "";
  const time = `${year}-${month}-${day} ${hour}:${minute}:${second}.${fractionalSecond}`;
  return `${time} ${offset === "" ? "+00:00" : offset}`;
}

/** The same to the second and without the offset, for tables. */
export function formatShortTime(milliseconds: number, timeZone: string): string {
  return formatTime(milliseconds, timeZone).slice(0, "2026-11-21 19:31:04".length);
}

/** Microseconds as µs, ms or s, three digits that count: `310 µs`, `3.41 ms`, `1.20 s`. */
export function formatDuration(microseconds: number): string {
  if (microseconds < 1000) return `${microseconds} µs`;
  if (microseconds < 1_000_000) return `${threeDigits(microseconds / 1000)} ms`;
  return `${threeDigits(microseconds / 1_000_000)} s`;
}

function threeDigits(value: number): string {
  if (value < 9.995) return value.toFixed(2);
  return value < 99.95 ? value.toFixed(1) : value.toFixed(0);
}

function partsOf(
  milliseconds: number,
  timeZone: string,
): Partial<Record<Intl.DateTimeFormatPartTypes, string>> {
  const format = new Intl.DateTimeFormat("en", {
    timeZone,
    hourCycle: "h23",
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
    fractionalSecondDigits: 3,
    timeZoneName: "longOffset",
  });
  return Object.fromEntries(format.formatToParts(milliseconds).map(({ type, value }) => [type, value]));
}
