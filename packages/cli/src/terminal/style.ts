import { styleText } from "node:util";

import type { Io } from "../io.ts";

/** Puts weight and colour on a text, or leaves it as it is. */
export interface Style {
  readonly strong: (text: string) => string;
  readonly faint: (text: string) => string;
  readonly good: (text: string) => string;
  readonly bad: (text: string) => string;
  /** What somebody should look at. */
  readonly notable: (text: string) => string;
}

/** For terminals. */
export const colours: Style = {
  strong: (text) => apply("bold", text),
  faint: (text) => apply("dim", text),
  good: (text) => apply("green", text),
  bad: (text) => apply("red", text),
  notable: (text) => apply("yellow", text),
};

/** For files, pipes and whoever wants no colour. */
export const plain: Style = {
  strong: same,
  faint: same,
  good: same,
  bad: same,
  notable: same,
};

function apply(format: "bold" | "dim" | "green" | "red" | "yellow", text: string): string {
  // Whether the output is a terminal was decided by the caller; newer versions of Node would look for themselves.
  return styleText(format, text, { validateStream: false });
}

function same(text: string): string {
  return text;
}

/** Whether to use colours: a person looks, and has not said no (no-color.org). */
export function showsColour({ isTTY, env }: Pick<Io, "isTTY" | "env">): boolean {
  return isTTY && (env["NO_COLOR"] ?? "") === "" && env["TERM"] !== "dumb";
}
