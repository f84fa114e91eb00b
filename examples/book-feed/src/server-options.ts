import { parseArgs } from "node:util";
import { BookFeedError } from "./errors.ts";
import type { StoreOptions } from "./store/store.ts";

/** What `node dist/server.js …` may ask for. */
export interface ServerOptions {
  /** Folder with the Book-Crossing files. @default generated data of the same shape */
  readonly data: string | undefined;
  /** Readers to generate; `undefined` for as many as `generateDataset` makes by itself. */
  readonly readers: number | undefined;
  /** A Postgres of one's own, loaded if it is empty. @default one inside this process */
  readonly postgres: StoreOptions | undefined;
  /** Configuration of the probe. @default no probe */
  readonly probity: string | undefined;
}

const usage =
  "usage: node dist/server.js [--data FOLDER | --readers NUMBER] [--postgres URL [--connections NUMBER]] [--probity FILE]";

/**
 * Reads the command line.
 *
 * @throws BookFeedError `INVALID_OPTION` for an option that is not there, has no sense, or goes with another.
 */
export function serverOptions(args: readonly string[]): ServerOptions {
  const { data, postgres: url, probity, ...numbers } = valuesOf(args);
  const readers = numberOf("--readers", numbers.readers);
  const connections = numberOf("--connections", numbers.connections);
  if (data !== undefined && readers !== undefined)
    throw invalid("--readers is for generated data; --data brings its own");
  if (connections !== undefined && url === undefined)
    throw invalid("--connections is for --postgres; the one inside this process takes one");
  const postgres =
    url === undefined ? undefined : { url, ...(connections === undefined ? {} : { connections }) };
  return { data, readers, postgres, probity };
}

const options = {
  data: { type: "string" },
  readers: { type: "string" },
  postgres: { type: "string" },
  connections: { type: "string" },
  probity: { type: "string" },
} as const;

function valuesOf(args: readonly string[]): Partial<Record<keyof typeof options, string>> {
  try {
    return parseArgs({ args: [...args], options }).values;
  } catch (fault) {
    throw invalid((fault as Error).message);
  }
}

function numberOf(option: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (/^[1-9]\d{0,5}$/.test(text)) return Number(text);
  throw invalid(`${option} takes a whole number from 1 on, found "${text}"`);
}

function invalid(message: string): BookFeedError {
  return new BookFeedError("INVALID_OPTION", `${message}\n${usage}`);
}
