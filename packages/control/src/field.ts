import { ControlError } from "./errors.ts";

// What is refused is named by its field and what is odd about it, never quoted: it may be somebody's data.

/** A text of 1 to `most` units, well-formed, of one line. */
export function requireText(value: unknown, field: string, most = 256): string {
  const odd = oddnessOf(value, most);
  if (odd !== undefined)
    throw new ControlError(
      "INVALID",
      `${field} has 1 to ${most} characters in one line; found ${odd}`,
      field,
    );
  return value as string;
}

/** Such a text, or nothing. */
export function optionalText(value: unknown, field: string, most = 256): string {
  return value === undefined || value === null || value === "" ? "" : requireText(value, field, most);
}

/** Milliseconds since the epoch, from a number or a Date. */
export function requireTime(value: unknown, field: string): number {
  const time = value instanceof Date ? value.getTime() : value;
  if (typeof time === "number" && Number.isInteger(time) && time >= 0 && time < LATEST) return time;
  throw new ControlError(
    "INVALID",
    `${field} is a time from 1970 to 2299: whole milliseconds since the epoch, or a Date; found ${kindOf(value)}`,
    field,
  );
}

/** A member of a closed list, whose words may be shown. */
export function requireWord<W extends string>(value: unknown, field: string, words: Iterable<W>): W {
  const known = [...words];
  if (known.includes(value as W)) return value as W;
  throw new ControlError("INVALID", `${field} is none of ${known.join(", ")}`, field);
}

/** What DateTime64(3) can show ends with 2299. */
const LATEST = Date.UTC(2300, 0);

function oddnessOf(value: unknown, most: number): string | undefined {
  if (typeof value !== "string") return kindOf(value);
  if (value.length === 0 || value.length > most) return `${value.length}`;
  if (!value.isWellFormed()) return "a lone surrogate";
  return CONTROLS.test(value) ? "a line break or another control character" : undefined;
}

const CONTROLS = /\p{Cc}/u;

function kindOf(value: unknown): string {
  if (value === undefined || value === null) return "nothing";
  if (typeof value === "number") return String(value);
  return value instanceof Date ? "an invalid Date" : `a ${typeof value}`;
}
