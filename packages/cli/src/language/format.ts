/** Shows moments, given in milliseconds since the epoch. */
export type TimeFormat = (milliseconds: number) => string;

/** Moments in a time zone, with its offset: `2026-11-21 19:31:04.123 +08:00`. */
export function timeFormat(timeZone: string): TimeFormat {
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
  return (milliseconds) => {
    const parts: Partial<Record<Intl.DateTimeFormatPartTypes, string>> = Object.fromEntries(
      format.formatToParts(milliseconds).map(({ type, value }) => [type, value]),
    );
    const { year, month, day, hour, minute, second, fractionalSecond, timeZoneName = "" } = parts;
    const offset = timeZoneName.replace("GMT", "") || "+00:00";
    return `${year}-${month}-${day} ${hour}:${minute}:${second}.${fractionalSecond} ${offset}`;
  };
}

/** The same to the second and without the offset, for tables. */
export function shortTimeFormat(timeZone: string): TimeFormat {
  const format = timeFormat(timeZone);
  return (milliseconds) => format(milliseconds).slice(0, "2026-11-21 19:31:04".length);
}

/** Microseconds as µs, ms or s, three digits that count: `310 µs`, `3.41 ms`, `1.20 s`. */
export function formatDuration(microseconds: number): string {
  if (microseconds < 1000) return `${microseconds} µs`;
  if (microseconds < 1_000_000) return `${threeDigits(microseconds / 1000)} ms`;
  return `${threeDigits(microseconds / 1_000_000)} s`;
}

/** Milliseconds as people count hours: `45 s`, `12 min`, `5 h 20 min`, `3 d 4 h`; what is less than none is none. */
export function longDuration(milliseconds: number): string {
  const seconds = Math.max(0, Math.floor(milliseconds / 1000));
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  if (hours < 48) return `${hours} h${minutes % 60 > 0 ? ` ${minutes % 60} min` : ""}`;
  return `${Math.floor(hours / 24)} d${hours % 24 > 0 ? ` ${hours % 24} h` : ""}`;
}

function threeDigits(value: number): string {
  if (value < 9.995) return value.toFixed(2);
  return value < 99.95 ? value.toFixed(1) : value.toFixed(0);
}

/**
 * A share in percent: `91.7 %`. Two digits that count below one, so that one in a million doesn't read as none; and what
 * is not all never reads as 100.
 */
export function shareOf(part: number, all: number): string {
  const share = (100 * part) / all;
  if (part < all && share >= 99.95) return "> 99.9 %";
  return `${share >= 1 || share === 0 ? share.toFixed(1) : Number(share.toPrecision(2))} %`;
}
