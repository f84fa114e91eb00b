interface Problem {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly path: string;
  readonly message: string;
}

/** What kept a probe from starting, in one line. */
export function printStartProblem(thrown: unknown): string {
  const [first, ...more] = problemsOf(thrown);
  if (!first) return thrown instanceof Error ? oneLine(thrown.message) : `a ${typeof thrown} was thrown`;
  const { file, line, column, path, message } = first;
  const others = more.length === 0 ? "" : ` (and ${more.length} more: see \`probity check\`)`;
  return `${file}:${line}:${column} ${path === "" ? "" : `${path}: `}${message}${others}`;
}

function problemsOf(thrown: unknown): readonly Problem[] {
  const { problems } = (thrown ?? {}) as { readonly problems?: unknown };
  return Array.isArray(problems) ? (problems as Problem[]) : [];
}

function oneLine(text: string): string {
  return text.replaceAll(/\s*\n\s*/g, " · ");
}
