import { MOST_QUOTED, type Path } from "./place.ts";
import type { LocatedNode } from "./yaml/located-node.ts";

/** What was found, as a message shows it: short values as they are, the rest by its kind. Never a secret. */
export function describeValue(node: LocatedNode | undefined, path: Path): string {
  const value = node?.value ?? null;
  if (value === null) return "nothing";
  if (Array.isArray(value)) return value.length === 0 ? "an empty list" : "a list";
  if (typeof value === "object") return describeMapping(Object.keys(value));
  if (isSecretPath(path)) return typeof value === "string" ? "a text" : `a ${typeof value}`;
  if (typeof value === "string") return describeText(value);
  const source = node?.source ?? "";
  return source.length <= MOST_QUOTED ? source : `a ${typeof value}`;
}

/** A name as a message shows it. */
export function describeName(name: string): string {
  return name.length <= MOST_QUOTED ? JSON.stringify(name) : `a name of ${name.length} characters`;
}

/** A list of words as a message shows it, cut where it gets long. */
export function describeWords(words: readonly string[]): string {
  const shown = words.slice(0, MOST_LISTED).map((word) => (word.length <= MOST_QUOTED ? word : "…"));
  return words.length > shown.length ? `${shown.join(", ")}, …` : shown.join(", ");
}

const MOST_LISTED = 24;

function describeMapping(keys: readonly string[]): string {
  return keys.length === 0 ? "an empty mapping" : `a mapping with ${describeWords(keys)}`;
}

function describeText(text: string): string {
  if (/:\/\/.*@/.test(text)) return "a URL with a user name or password in it";
  return text.length <= MOST_QUOTED ? JSON.stringify(text) : `a text of ${text.length} characters`;
}

/** Whether what stands there is, or was meant to be, a secret. */
export function isSecretPath(path: Path): boolean {
  const [first, second] = path;
  if (first === "pseudonyms" && second === "keys") return true;
  return path.some((step) => typeof step === "string" && /passw|secret|token|credential/i.test(step));
}
