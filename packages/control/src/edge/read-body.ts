import type { z } from "zod";
import type { Problem, ProblemWord } from "./words.ts";

type Path = readonly PropertyKey[];

/** What a body says, or what is wrong with it. What was sent is never quoted. */
export function readBody<T>(
  schema: z.ZodType<T>,
  body: unknown,
): { readonly data: T } | { readonly problems: readonly Problem[] } {
  const { data, error } = schema.safeParse(body);
  if (!error) return { data };
  return { problems: error.issues.flatMap((issue) => problemsOf(issue, body)).slice(0, MOST_PROBLEMS) };
}

const MOST_PROBLEMS = 16;

function problemsOf(issue: z.core.$ZodIssue, body: unknown): readonly Problem[] {
  const at = printPath(issue.path);
  if (issue.code === "unrecognized_keys")
    return issue.keys.map((key) => ({ at: printPath([...issue.path, key]), what: "unknown_key" }));
  if (issue.code === "invalid_type" && isMissing(issue.path, body)) return [{ at, what: "missing" }];
  if (issue.code === "invalid_value")
    return [
      {
        at,
        what: isMissing(issue.path, body) ? "missing" : "unknown_word",
        expected: issue.values.join(", "),
      },
    ];
  const expected = issue.code === "invalid_type" ? issue.expected : undefined;
  return [{ at, what: wordOf(issue), expected }];
}

function wordOf(issue: z.core.$ZodIssue): ProblemWord {
  if (issue.code === "invalid_type" || issue.code === "invalid_union") return "wrong_type";
  if (issue.code !== "too_big" && issue.code !== "too_small") return "bad_format";
  return issue.origin === "string" || issue.origin === "array" ? "unfit_length" : "out_of_range";
}

function isMissing(path: Path, body: unknown): boolean {
  if (path.length === 0) return body === undefined;
  let value = body;
  for (const step of path) value = (value as Readonly<Record<PropertyKey, unknown>> | undefined)?.[step];
  return value === undefined;
}

/** Such as `block[0]`. A key that is no plain name may be anything: it is `?`. */
function printPath(path: Path): string {
  return path.map(printStep).join("").replace(/^\./, "");
}

function printStep(step: PropertyKey): string {
  if (typeof step === "number") return `[${step}]`;
  return typeof step === "string" && /^[A-Za-z]\w{0,31}$/.test(step) ? `.${step}` : ".?";
}
