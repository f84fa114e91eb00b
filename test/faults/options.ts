import { randomInt } from "node:crypto";
import { parseArgs } from "node:util";

/** What `pnpm faults …` may ask for. */
export interface Options {
  readonly rounds: number;
  /** Of the first round; the others have the numbers that follow. */
  readonly seed: number;
  readonly isJson: boolean;
  /** Names of kinds. @default all */
  readonly only: readonly string[] | undefined;
  readonly hasSpool: boolean;
  /** Keeps the files of rounds in which something was wrong. */
  readonly isKept: boolean;
  /** Length of the outage in milliseconds, in place of rounds. */
  readonly outageMs: number | undefined;
}

export const usage = `usage: pnpm faults [--rounds N] [--seed S] [--only KIND,…] [--without-spool] [--keep] [--json]
       pnpm faults --outage [LENGTH, such as 30s or 10m] [--json]
`;

/** Reads the command line. Throws a `RangeError` or a `TypeError` for one that makes no sense. */
export function optionsOf(args: readonly string[]): Options {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      rounds: { type: "string", default: "20" },
      seed: { type: "string" },
      json: { type: "boolean", default: false },
      only: { type: "string" },
      "without-spool": { type: "boolean", default: false },
      keep: { type: "boolean", default: false },
      outage: { type: "boolean", default: false },
    },
  });
  if (positionals.length > (values.outage ? 1 : 0))
    throw new RangeError(`what is "${positionals.join(" ")}"?`);
  return {
    rounds: wholeNumber("--rounds", values.rounds, 1),
    seed: values.seed === undefined ? randomInt(1, 2 ** 31) : wholeNumber("--seed", values.seed, 0),
    isJson: values.json,
    only: values.only?.split(","),
    hasSpool: !values["without-spool"],
    isKept: values.keep,
    outageMs: values.outage ? durationMs(positionals[0] ?? "30s") : undefined,
  };
}

function wholeNumber(option: string, text: string, least: number): number {
  const number = /^\d{1,10}$/.test(text) ? Number(text) : Number.NaN;
  if (number >= least && number < 2 ** 32) return number;
  throw new RangeError(`${option} takes a whole number from ${least} on, found "${text}"`);
}

function durationMs(text: string): number {
  const [, number, unit] = /^(\d{1,6})(s|m)$/.exec(text) ?? [];
  if (number === undefined)
    throw new RangeError(`--outage takes a length such as 30s or 10m, found "${text}"`);
  return Number(number) * (unit === "m" ? 60_000 : 1000);
}
