import { readFileSync } from "node:fs";
import { parseConfig } from "../../src/parse-config.ts";
import { isConfigError } from "../../src/errors.ts";
import { printProblem, type Problem } from "../../src/problem.ts";

const readme = readFileSync(new URL("../../README.md", import.meta.url), "utf8");

/** The configuration that the README shows. */
export const example: string = /```yaml\n(.*?)```/s.exec(readme)?.[1] ?? "";

/** The example with each text replaced; fails where it isn't there once, so that no test tests nothing. */
export function exampleWith(...changes: readonly (readonly [from: string, to: string])[]): string {
  return changes.reduce((text, [from, to]) => {
    const parts = text.split(from);
    if (parts.length !== 2)
      throw new Error(`the example has ${JSON.stringify(from)} ${parts.length - 1} times`);
    return parts.join(to);
  }, example);
}

/** What is wrong with a text. */
export function problemsIn(text: string): readonly Problem[] {
  try {
    parseConfig(text);
    return [];
  } catch (error) {
    if (isConfigError(error, "INVALID_CONFIG")) return error.problems;
    throw error;
  }
}

/** What is wrong with a text, as it is printed. */
export function printedProblems(text: string): readonly string[] {
  return problemsIn(text).map(printProblem);
}
