import { Argument, Command as Parser, CommanderError, InvalidArgumentError, Option } from "commander";

import type { Command, CommandGroup, Parameter } from "./command.ts";
import { check } from "./commands/check.ts";
import { choices } from "./commands/choices.ts";
import { classify } from "./commands/classify.ts";
import { complaints } from "./commands/complaints.ts";
import { control } from "./commands/control.ts";
import { coverage } from "./commands/coverage.ts";
import { decisions } from "./commands/decisions.ts";
import { dev } from "./commands/dev.ts";
import { doctor } from "./commands/doctor.ts";
import { findings } from "./commands/findings.ts";
import { gaps } from "./commands/gaps.ts";
import { interventions } from "./commands/interventions.ts";
import { migrate } from "./commands/migrate.ts";
import { overview } from "./commands/overview.ts";
import { path } from "./commands/path.ts";
import { quarantine } from "./commands/quarantine.ts";
import { replay } from "./commands/replay.ts";
import { rules } from "./commands/rules.ts";
import { ship } from "./commands/ship.ts";
import { unmapped } from "./commands/unmapped.ts";
import { isCliError } from "./errors.ts";
import type { ExitCode } from "./exit-code.ts";
import type { Io } from "./io.ts";
import { packages, type Ports } from "./ports.ts";
import { printable } from "./terminal/printable.ts";
import { VERSION } from "./version.ts";

const commands: readonly (Command | CommandGroup)[] = [
  dev,
  check,
  migrate,
  overview,
  decisions,
  path,
  findings,
  rules,
  control,
  interventions,
  choices,
  complaints,
  unmapped,
  classify,
  coverage,
  gaps,
  ship,
  quarantine,
  replay,
  doctor,
];

/**
 * Runs `probity` with its arguments, without the program's name, and gives the exit code. Never throws: what went
 * wrong is told on standard error.
 */
export async function runCli(args: readonly string[], io: Io, ports: Ports = packages): Promise<ExitCode> {
  let exitCode: ExitCode = 0;
  const program = new Parser("probity")
    .description("Runtime compliance probe: what ranking services decided, and with which data.")
    .version(VERSION)
    .exitOverride()
    .configureOutput({ writeOut: io.out, writeErr: io.err });
  const add = (to: Parser, command: Command): void => {
    addCommand(to, command, async (values) => {
      exitCode = await command.run(values, { io, ports });
    });
  };
  for (const each of commands) {
    if ("commands" in each) {
      const group = program
        .command(each.name)
        .summary(each.summary)
        .description(`${each.summary}. ${each.details}`);
      for (const command of each.commands) add(group, command);
    } else add(program, each);
  }
  try {
    await program.parseAsync(args, { from: "user" });
    return exitCode;
  } catch (error) {
    return tell(error, io);
  }
}

type Values = Readonly<Record<string, unknown>>;

function addCommand(program: Parser, command: Command, run: (values: Values) => Promise<void>): void {
  const parser = program
    .command(command.name)
    .summary(command.summary)
    .description(`${command.summary}. ${command.details}`);
  const operands = Object.entries(command.parameters).filter(([, { usage }]) => !usage.startsWith("-"));
  for (const [, operand] of operands) parser.addArgument(argumentOf(operand));
  const options = Object.entries(command.parameters).filter(([, { usage }]) => usage.startsWith("-"));
  for (const [, option] of options) parser.addOption(optionOf(option));
  parser.action(async () => {
    const given: Values = parser.opts();
    await run({
      ...Object.fromEntries(operands.map(([name], position) => [name, parser.processedArgs[position]])),
      ...Object.fromEntries(options.map(([name, option]) => [name, given[optionOf(option).attributeName()]])),
    });
  });
}

function argumentOf({ usage, description, parse, fallback, choices }: Parameter<unknown>): Argument {
  const argument = new Argument(usage, description);
  if (choices) return argument.choices(choices);
  if (argument.variadic) return argument;
  argument.argParser(checked(parse));
  return fallback === undefined ? argument : argument.default(fallback);
}

function optionOf({ usage, description, parse, fallback, choices, isNeeded }: Parameter<unknown>): Option {
  const option = new Option(usage, description).makeOptionMandatory(isNeeded ?? false);
  if (choices) option.choices(choices);
  else if (!option.isBoolean()) option.argParser(checked(parse));
  return fallback === undefined || fallback === false ? option : option.default(fallback);
}

// What the parser says of a value that it can't take is the message alone.
function checked(parse: (text: string) => unknown): (text: string) => unknown {
  return (text) => {
    try {
      return parse(text);
    } catch (error) {
      if (error instanceof RangeError) throw new InvalidArgumentError(error.message);
      throw error;
    }
  };
}

function tell(error: unknown, io: Io): ExitCode {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2; // the parser has told
  if (error instanceof Error && TOLD.has(error.name)) {
    io.err(`probity: ${error.message.split("\n").map(printable).join("\n")}\n`);
    return isCliError(error, "NOT_FOUND") ? 1 : 2;
  }
  // A fault of ours: whoever reports it needs to say where.
  io.err(`probity: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  return 2;
}

/** Errors that say in a message for people what is wrong. By name, as not every package needs to be there. */
const TOLD: ReadonlySet<string> = new Set([
  "BatchError",
  "CliError",
  "ClickHouseStoreError",
  "ConfigError",
  "ControlError",
  "CoreError",
  "LocalClickHouseError",
  "ProbeError",
  "SpoolError",
]);
