import type { ExitCode } from "./exit-code.ts";
import type { Io } from "./io.ts";
import type { Ports } from "./ports.ts";

/** An option or operand of a command, and what becomes of its text. */
export interface Parameter<Value> {
  /** As the help shows it: `--limit <rows>`, `--json`, `<decision-id>`, `[file]`. */
  readonly usage: string;
  readonly description: string;
  /** Makes the value of the text; throws a `RangeError` that says what was expected. */
  readonly parse: (text: string) => Value;
  /** The value when it is not given. */
  readonly fallback: Value;
  /** The words it may be, where there are only these. */
  readonly choices?: readonly string[];
  /** An option that has to be given. @default false */
  readonly isNeeded?: boolean;
}

/** The parameters of a command, by the name that its code has for them. */
export type Parameters = Readonly<Record<string, Parameter<unknown>>>;

/** The values of parameters. */
export type ValuesOf<P extends Parameters> = {
  readonly [K in keyof P]: P[K] extends Parameter<infer Value> ? Value : never;
};

/** What a command works with. */
export interface Surroundings {
  readonly io: Io;
  readonly ports: Ports;
}

/** A command of `probity`, with its parameters' types worked out. */
export interface CommandDefinition<P extends Parameters> {
  readonly name: string;
  /** One line, for the list of commands. */
  readonly summary: string;
  /** What follows the summary in the command's own help. */
  readonly details: string;
  readonly parameters: P;
  readonly run: (values: ValuesOf<P>, surroundings: Surroundings) => Promise<ExitCode>;
}

/** A command of `probity`: parses nothing, prints through `Io`, and gives its exit code. */
export type Command = CommandDefinition<Parameters>;

/** Checks the command's code against its parameters; what comes out is like any other command. */
export function defineCommand<P extends Parameters>(definition: CommandDefinition<P>): Command {
  const { run, ...rest } = definition;
  // The program gives `run` the values of exactly these parameters.
  return { ...rest, run: (values, surroundings) => run(values as ValuesOf<P>, surroundings) };
}

/** Commands that belong together, under one name: `probity control kill`. */
export interface CommandGroup {
  readonly name: string;
  readonly summary: string;
  readonly details: string;
  readonly commands: readonly Command[];
}
