import { printPath, type Path, type Place } from "./place.ts";

/** What is wrong with an entry of the configuration. */
export type ProblemCode =
  | "syntax"
  | "empty"
  | "duplicate"
  | "unknown_key"
  | "missing_key"
  | "wrong_type"
  | "unknown_word"
  | "undeclared"
  | "unused"
  | "out_of_range"
  | "bad_name"
  | "bad_format"
  | "conflict"
  | "inline_secret"
  | "not_available"
  | "missing_secret"
  | "bad_secret"
  | "suspicious";

/** One thing that is wrong, or, among the warnings, that looks wrong. Holds no secret and no long value. */
export interface Problem extends Place {
  readonly code: ProblemCode;
  /** All of it but the place, in one line. */
  readonly message: string;
  readonly found: string;
  readonly expected: string;
  /** The valid word most like the one that was found, if one is like it. */
  readonly nearest?: string;
}

/** @internal A problem before its place is worked out. */
export interface ProblemDraft {
  readonly code: ProblemCode;
  /** Starts the message: what is wrong, in a few words. */
  readonly what: string;
  readonly path: Path;
  /** Where in the text. */
  readonly offset: number;
  readonly found: string;
  readonly expected: string;
  readonly nearest?: string | undefined;
}

/** @internal Tells the line and column of an offset. */
export type Locate = (offset: number) => { readonly line: number; readonly column: number };

/** @internal In the order of the text; of two drafts for one entry, the first is kept. */
export function placeProblems(drafts: Iterable<ProblemDraft>, file: string, locate: Locate): Problem[] {
  const kept: Map<string, ProblemDraft> = new Map();
  for (const draft of drafts) {
    const key = `${draft.offset} ${printPath(draft.path)}`;
    if (!kept.has(key)) kept.set(key, draft);
  }
  return [...kept.values()]
    .toSorted((a, b) => a.offset - b.offset)
    .map((draft) => toProblem(draft, { file, path: printPath(draft.path), ...locate(draft.offset) }));
}

/** @internal */
export function toProblem(
  { code, what, found, expected, nearest }: Omit<ProblemDraft, "path" | "offset">,
  { file, line, column, path }: Place,
): Problem {
  const message = `${what}; found ${found}, expected ${expected}`;
  const problem = { file, line, column, path, code, found, expected };
  if (nearest === undefined) return { ...problem, message };
  return { ...problem, message: `${message}; did you mean "${nearest}"?`, nearest };
}

/** One line: `probity.yaml:12:5 algorithms.feed.type: unknown word; found …, expected …`. */
export function printProblem({ file, line, column, path, message }: Problem): string {
  return `${file}:${line}:${column} ${path === "" ? "" : `${path}: `}${message}`;
}
