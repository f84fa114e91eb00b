import type { ExitCode, Io, Ports } from "../../src/index.ts";
import { runCli } from "../../src/index.ts";
import { fakeSpool } from "./spool.ts";

/** What a call of `probity` did. */
export interface Call {
  readonly exitCode: ExitCode;
  readonly out: string;
  readonly err: string;
}

/** What a test says of the world around a call. */
export interface World {
  readonly env?: Io["env"];
  readonly isTTY?: boolean;
  readonly input?: string;
  readonly cwd?: string;
  readonly now?: number;
  readonly timeZone?: string;
  readonly interrupted?: () => Promise<void>;
  /** Told of what is written to standard error, as it is. */
  readonly err?: (text: string) => void;
  readonly ports?: Partial<Ports>;
}

/** Runs `probity` as a function call; a port that the test doesn't give may not be used. */
export async function probity(args: readonly string[], world: World = {}): Promise<Call> {
  const out: string[] = [];
  const err: string[] = [];
  const io: Io = {
    out: (text) => out.push(text),
    err: (text) => {
      err.push(text);
      world.err?.(text);
    },
    env: world.env ?? {},
    cwd: world.cwd ?? "/home/zhang/book-feed",
    isTTY: world.isTTY ?? false,
    timeZone: world.timeZone ?? "Asia/Shanghai",
    now: () => world.now ?? Date.parse("2026-11-21T12:00:00Z"),
    readInput: () => Promise.resolve(world.input ?? ""),
    interrupted: world.interrupted ?? (() => Promise.resolve()),
  };
  const exitCode = await runCli(args, io, { ...unused, ...world.ports });
  return { exitCode, out: out.join(""), err: err.join("") };
}

const unused: Ports = {
  loadConfig: () => Promise.reject(new Error("no configuration was expected to be read")),
  openStore: () => {
    throw new Error("no store was expected to be opened");
  },
  spool: fakeSpool(),
  importLocalClickHouse: () => Promise.reject(new Error("no local server was expected to be started")),
};

/** NDJSON as values. */
export function jsonLines(out: string): Readonly<Record<string, unknown>>[] {
  const lines = out.split("\n").filter((line) => line !== "");
  return lines.map((line) => JSON.parse(line) as Readonly<Record<string, unknown>>);
}
