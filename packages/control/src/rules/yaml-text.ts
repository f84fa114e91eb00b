import { type CST, LineCounter, Parser, parseDocument } from "yaml";
import { ControlError } from "../errors.ts";

/** Keys and positions from the top to a value. */
export type Path = readonly (string | number)[];

/** A YAML text that was read. */
export interface YamlText {
  readonly value: unknown;
  /** What is wrong at a path, in one line: `control.yaml:3:7 modes.M04: …`. */
  problem(path: Path, what: string): string;
}

const MOST_LEVELS = 16;
const MOST_CHARACTERS = 65_536;

/** Reads one YAML 1.2 document. Throws a `ControlError` `INVALID` with line and column where the text is none. */
export function readYaml(text: string, file: string): YamlText {
  if (text.length > MOST_CHARACTERS)
    throw new ControlError(
      "INVALID",
      `${file}: ${text.length} characters; a control file has ${MOST_CHARACTERS} at most`,
    );
  if (isDeeperThan(MOST_LEVELS, text))
    throw new ControlError("INVALID", `${file}:1:1 more than ${MOST_LEVELS} levels of nesting`);
  const lineCounter = new LineCounter();
  const document = parseDocument(text, { lineCounter, prettyErrors: false, resolveKnownTags: false });
  const placed = (offset: number): string => {
    const { line, col } = lineCounter.linePos(offset);
    return `${file}:${Math.max(1, line)}:${Math.max(1, col)}`;
  };
  const [fault] = [...document.errors, ...document.warnings];
  if (fault)
    throw new ControlError("INVALID", `${placed(fault.pos[0])} no YAML: ${fault.code}`, "", { cause: fault });
  const place = (path: Path): string => placed(offsetOf(document, path));
  return {
    value: valueOf(() => document.toJS({ maxAliasCount: 0 }) as unknown, file),
    problem: (path, what) =>
      `${place(path)}${path.length > 0 ? ` ${path.join(".").slice(0, 64)}:` : ""} ${what}`,
  };
}

function valueOf(read: () => unknown, file: string): unknown {
  try {
    return read();
  } catch (cause) {
    throw new ControlError("INVALID", `${file}: aliases are not read; write it out`, "", { cause });
  }
}

// Where the value stands, or the nearest that it would stand in.
function offsetOf(document: { getIn(path: Path, keep: boolean): unknown }, path: Path): number {
  for (let length = path.length; length >= 0; length -= 1) {
    const node = document.getIn(path.slice(0, length), true) as
      { readonly range?: readonly number[] } | undefined;
    const offset = node?.range?.[0];
    if (offset !== undefined) return offset;
  }
  return 0;
}

// On the syntax tree, in a loop: composing a document recurses, and deep enough that ends the process.
function isDeeperThan(most: number, text: string): boolean {
  const open: { readonly token: CST.Token; readonly depth: number }[] = [];
  const visit = (token: CST.Token | null | undefined, depth: number): void => {
    if (token) open.push({ token, depth });
  };
  for (const token of new Parser().parse(text)) visit(token, 0);
  for (let next = open.pop(); next; next = open.pop()) {
    const { token, depth } = next;
    if (depth > most) return true;
    if (token.type === "document") visit(token.value, depth);
    if (!("items" in token)) continue;
    for (const { key, value } of token.items) {
      visit(key, depth + 1);
      visit(value, depth + 1);
    }
  }
  return false;
}
