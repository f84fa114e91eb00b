import { readFileSync } from "node:fs";
import { parse, stringify } from "yaml";
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

/** The example with every key of a spool, and an answer that waits for it. */
export const spooledExample: string = exampleWith(
  ["purpose: content }\n  hot", "purpose: content, waitFor: spooled, waitDeadlineMs: 200 }\n  hot"],
  [
    "storage:",
    `spool:
  directory: spool
  maxBytes: 8388608
  whenFull: spill
  spill: { directory: /mnt/big/spool, maxBytes: 1073741824 }
  fsync: interval
  segmentBytes: 1048576
  archive: { directory: ../archive }
storage:`,
  ],
);

/** What the README shows of calls that are seen from outside. */
export const spans: string = /^```yaml\n(spans:\n.*?)```/ms.exec(readme)?.[1] ?? "";

/** The example with that in front of `storage`, where its lines are 36 and on. */
export function spannedExampleWith(...changes: readonly (readonly [from: string, to: string])[]): string {
  return exampleWith(["storage:", `${spans}storage:`], ...changes);
}

const [, ruled = "", declared = ""] =
  /^## Rules, and.*?```yaml\n(.*?)```.*?```yaml\n(.*?)```/ms.exec(readme) ?? [];

/** What the README shows of rules and of what is declared for them, laid over the example. */
export const ruledExample: string = stringify(merged(parse(example), merged(parse(ruled), parse(declared))));

function merged(below: unknown, above: unknown): unknown {
  if (!isMapping(below) || !isMapping(above)) return above;
  const all = Object.entries(above).map(([key, value]) => [
    key,
    key in below ? merged(below[key], value) : value,
  ]);
  return { ...below, ...Object.fromEntries(all) };
}

function isMapping(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
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
