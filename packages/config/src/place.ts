/** Keys and list positions from the top of the file to a value. */
export type Path = readonly (string | number)[];

/** Where something stands in a configuration file. */
export interface Place {
  /** The file as it was given. */
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /** From 1, in UTF-16 code units, as editors count. */
  readonly column: number;
  /** Such as `features["profile.age"].codes[0]`; empty for the whole file. */
  readonly path: string;
}

/** Longest piece of the file that a message quotes. */
export const MOST_QUOTED = 64;

/** Prints a path the way JavaScript would write it. */
export function printPath(path: Path): string {
  return path.map(printStep).join("").replace(/^\./, "");
}

function printStep(step: string | number): string {
  if (typeof step === "number") return `[${step}]`;
  if (/^[A-Za-z_]\w*$/.test(step) && step.length <= MOST_QUOTED) return `.${step}`;
  return step.length <= MOST_QUOTED ? `[${JSON.stringify(step)}]` : `[a name of ${step.length} characters]`;
}
