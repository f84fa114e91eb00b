import type { Parameter } from "./command.ts";

/** An option that is there or not, such as `--minors`. */
export function flag(usage: string, description: string): Parameter<boolean> {
  return { usage, description, parse: () => true, fallback: false };
}

/** An option with a text, or an operand; undefined when it is not given. */
export function text(usage: string, description: string): Parameter<string | undefined> {
  return { usage, description, parse: (given) => given, fallback: undefined };
}

/** An option whose text is made into something else; undefined when it is not given. */
export function parsed<Value>(
  usage: string,
  description: string,
  parse: (given: string) => Value,
): Parameter<Value | undefined> {
  return { usage, description, parse, fallback: undefined };
}

/** An option that is one of a few words; undefined when it is not given. */
export function chosen<Word extends string>(
  usage: string,
  description: string,
  choices: readonly Word[],
): Parameter<Word | undefined> {
  // Only the choices get here.
  return { usage, description, choices, parse: (given) => given as Word, fallback: undefined };
}

/** An operand that has to be given. */
export function required<Value>(
  usage: `<${string}>`,
  description: string,
  parse: (given: string) => Value,
): Parameter<Value> {
  // Never used: the program refuses a call without it.
  return { usage, description, parse, fallback: undefined as Value };
}

/** An option that has to be given, with a text that is not empty. */
export function needed(usage: `--${string}`, description: string): Parameter<string> {
  const parse = (given: string): string => {
    if (given.trim() !== "") return given;
    throw new RangeError("expected something, found nothing");
  };
  // Never used: the program refuses a call without it.
  return { usage, description, parse, fallback: undefined as unknown as string, isNeeded: true };
}

/** Operands of which there may be any number. */
export function several(usage: `[${string}...]`, description: string): Parameter<readonly string[]> {
  // The program gathers them as they are.
  return { usage, description, parse: (given) => [given], fallback: [] };
}

/** A number from 1 to `most`. */
export function count(
  usage: string,
  description: string,
  { fallback, most }: { readonly fallback: number; readonly most: number },
): Parameter<number> {
  const parse = (given: string): number => {
    const value = /^[1-9]\d{0,14}$/.test(given) ? Number(given) : Number.NaN;
    if (value <= most) return value;
    throw new RangeError(`expected a number from 1 to ${most}`);
  };
  return { usage, description, parse, fallback };
}
