import {
  type CallContent,
  type CallPart,
  fieldsRead,
  NO_READS,
  OPAQUE,
  plainContent,
  type Reads,
  WRITE,
} from "./call-facts.ts";
import type { Patterns } from "./patterns.ts";
import { type RedisCommand, redisCommand } from "./redis-commands.ts";

/** Keys of one command that are looked at. */
const MOST_KEYS = 64;
const MOST_TEXT = 8_192;

/** What a command reads, from the text that instrumentations give of it; undefined for one that reads and writes nothing. */
export function redisContent(text: string, operation: string, patterns: Patterns): CallContent | undefined {
  const [word = "", ...args] = wordsOf(text.slice(0, MOST_TEXT));
  // `MULTI hget`, `PIPELINE hget`: the command is what counts.
  const said = word === "" ? operation.replace(/^(?:MULTI|PIPELINE) /, "") : word;
  const name = /^[A-Za-z][\w.]{0,31}$/.test(said) ? said.toUpperCase() : "*";
  const command = redisCommand(name);
  if (command.keys === "none") return undefined;
  const keys = keysOf(command, args);
  const reads = readsOf(command, args);
  return plainContent(name, partsOf(keys, reads, patterns));
}

function partsOf(keys: readonly string[], reads: Reads, patterns: Patterns): CallPart[] {
  const parts: Map<string, CallPart> = new Map();
  for (const key of keys.slice(0, MOST_KEYS)) {
    const target = patterns.ofKey(key);
    if (!parts.has(target)) parts.set(target, { key, target, reads });
  }
  return parts.size > 0 ? [...parts.values()] : [{ target: "", reads }];
}

function keysOf({ keys }: RedisCommand, args: readonly string[]): readonly string[] {
  if (keys === "all") return args.filter((arg) => !isHidden(arg));
  if (keys === "first") return args.slice(0, 1).filter((arg) => !isHidden(arg));
  const count = Number(args[1]);
  return Number.isInteger(count) && count > 0 ? args.slice(2, 2 + count) : [];
}

function readsOf({ reads }: RedisCommand, args: readonly string[]): Reads {
  const more = args.slice(1).filter((arg) => !isHidden(arg) && arg !== "?");
  if (reads === "nothing") return WRITE;
  if (reads === "hash") return { ...NO_READS, isWhole: true };
  if (reads === "fields" && more.length > 0) return fieldsRead(more);
  if (reads === "json" && more.length > 0) return jsonReads(more);
  return OPAQUE;
}

function jsonReads(paths: readonly string[]): Reads {
  const fields = paths.map((path) => path.replace(/^\$?\.?/, "").replaceAll(/\[[^\]]*\]/g, "[]"));
  return fields.some((field) => field === "" || field === "[]") ? OPAQUE : fieldsRead(fields);
}

/** Whether it stands for arguments that an instrumentation doesn't tell: `[2 other arguments]`. */
function isHidden(arg: string): boolean {
  return arg === HIDDEN;
}

const HIDDEN = "[other arguments]";

/** The words of a command; one with spaces in it stands in double quotes, as {@link redisStatement} writes it. */
function wordsOf(text: string): string[] {
  const shown = text.replace(/\[-?\d+ other arguments\]$/, `"${HIDDEN}"`);
  const words = shown.match(/"(?:[^"\\]|\\.)*"|\S+/g) ?? [];
  return words.map((word) => (word.startsWith('"') ? unquoted(word) : word));
}

function unquoted(word: string): string {
  try {
    const value: unknown = JSON.parse(word);
    return typeof value === "string" ? value : word;
  } catch {
    return word;
  }
}

/** What is told of a command's arguments: keys and names of fields, never a value. */
export function redisStatement(name: string, args: readonly unknown[]): string {
  const { reads, keys } = redisCommand(name.toUpperCase());
  const told = args.map((arg) =>
    typeof arg === "string" ? arg : Buffer.isBuffer(arg) ? arg.toString("utf8", 0, 256) : "?",
  );
  const flat = args.some(Array.isArray)
    ? args.flat(2).map((arg) => (typeof arg === "string" ? arg : "?"))
    : told;
  if (keys === "none") return name;
  if (keys === "counted")
    return [name, "?", ...flat.slice(1)]
      .slice(0, 3 + (Number(args[1]) || 0))
      .map(quoted)
      .join(" ");
  if (keys === "all") return [name, ...flat].map(quoted).join(" ");
  return [name, ...flat.slice(0, reads === "fields" || reads === "json" ? 65 : 1)].map(quoted).join(" ");
}

function quoted(word: string): string {
  return /^[^\s"]+$/.test(word) ? word : JSON.stringify(word);
}
