import { createProbe } from "@probity/probe";
import type { ChoiceEnvironment } from "./chosen.ts";
import { instrument } from "./instrument.ts";
import { printStartProblem } from "./start-problem.ts";

export interface RegisterEnvironment extends ChoiceEnvironment {
  /** Path of the configuration. @default probity.yaml, in the working directory */
  readonly PROBITY_CONFIG?: string | undefined;
}

const REGISTERED = "probity.register";

interface Registered {
  [REGISTERED]?: Promise<boolean>;
}

/**
 * Opens a probe for this process and has everything observed. Where that can't be, what is in the way is told in one line,
 * the application starts all the same, and this gives false. Once a process, whichever copy of the package comes first.
 */
export async function register(env: RegisterEnvironment, tell: (line: string) => void): Promise<boolean> {
  const registered = globalThis as Registered;
  return (registered[REGISTERED] ??= start(env, tell));
}

async function start(env: RegisterEnvironment, tell: (line: string) => void): Promise<boolean> {
  try {
    const probe = await createProbe(env.PROBITY_CONFIG ?? "probity.yaml");
    try {
      await instrument(probe, env);
      return true;
    } catch (fault) {
      await probe.close();
      throw fault;
    }
  } catch (fault) {
    tell(`nothing is recorded: ${printStartProblem(fault)}`);
    return false;
  }
}
