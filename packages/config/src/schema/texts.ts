import { z } from "zod";

// An error's text says what is expected; the message is made of it where the problem is told.

/** A description in both languages, one line each: what an editor shows and the reference page prints. */
export function described(en: string, zh: string): { readonly description: string } {
  return { description: `${en}\n${zh}` };
}

/** A text for people: one line without blanks at its ends. */
export function line(expected = "a text of one line", most = 128): z.ZodString {
  return z
    .string(expected)
    .regex(/^\S(?:.*\S)?$/u, `${expected}, without blanks at its ends`)
    .max(most);
}

/** A {@link line}, or nothing. */
export function lineOrNone(expected: string, most = 128): z.ZodDefault<z.ZodString> {
  const text = z.string(expected).regex(/^(?:\S(?:.*\S)?)?$/u, `${expected}, without blanks at its ends`);
  return text.max(most).default("");
}

const NAME = /^[\p{L}\p{M}\p{N}_-]+$/u;

/** Whether other entries can refer to an entry by that name. */
export function isName(text: string): boolean {
  return NAME.test(text);
}

/** A name that other entries refer to by. */
export function name(expected: string, most = 64): z.ZodString {
  const letters = "letters, digits, _ and -";
  return z
    .string(expected)
    .regex(NAME, `${expected}: ${letters}`)
    .max(most, `a name of up to ${most} characters`);
}

/** A whole number within limits. */
export function whole(least: number, most: number): z.ZodNumber {
  return z.int().min(least).max(most);
}

/** The path of a file or directory, absolute or relative to the configuration. */
export function file(expected: string): z.ZodString {
  return z
    .string(expected)
    .regex(/^[^\s\p{Cc}](?:\P{Cc}*[^\s\p{Cc}])?$/u, `${expected}, without blanks at its ends`)
    .max(4096);
}
