import { untracked } from "./tracking/recognise.ts";

/** Who is told of input that can't be recorded as it was handed in. */
export interface InputCheck {
  /** `name` is the input's name, such as `subject.age`; never its value. */
  noteBadInput(name: string): void;
}

/** Whether a record can hold it as a text: well-formed and at most 256 units long. */
export function isText(value: unknown): value is string {
  return typeof value === "string" && value.length <= 256 && value.isWellFormed();
}

/** Whether it can name something: such a text, and not empty. */
export function isName(value: unknown): value is string {
  return value !== "" && isText(value);
}

/** A text that a record can hold; otherwise empty, and noted. */
export function text(value: unknown, name: string, check: InputCheck): string {
  if (value === undefined || value === null || value === "") return "";
  if (isText(value)) return value;
  check.noteBadInput(name);
  return "";
}

/** A list of such texts. What is no text is left out, and noted. */
export function texts(given: unknown, name: string, check: InputCheck): readonly string[] {
  if (given === undefined || given === null) return NONE;
  const values: unknown = untracked(given);
  if (Array.isArray(values))
    return values.map((value) => text(value, name, check)).filter((value) => value !== "");
  check.noteBadInput(name);
  return NONE;
}

const NONE: readonly string[] = [];

/** A switch: true or false. What is neither is false, and noted. */
export function flag(value: unknown, name: string, check: InputCheck): boolean {
  if (value === undefined || value === null || typeof value === "boolean") return value === true;
  check.noteBadInput(name);
  return false;
}

/** What DateTime64(3) can show: the years 1900 to 2299. */
const EARLIEST = Date.UTC(1900, 0);
const LATEST = Date.UTC(2300, 0) - 1;

/** Milliseconds since the epoch, from a number or a Date, from 1900 to 2299; otherwise null, and noted. */
export function moment(value: unknown, name: string, check: InputCheck): number | null {
  if (value === undefined || value === null) return null;
  const time = value instanceof Date ? value.getTime() : value;
  if (typeof time === "number" && Number.isInteger(time) && time >= EARLIEST && time <= LATEST) return time;
  check.noteBadInput(name);
  return null;
}
