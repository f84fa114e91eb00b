import { spawn, type ChildProcessByStdio } from "node:child_process";
import { once } from "node:events";
import type { Readable, Writable } from "node:stream";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";

const BIN = fileURLToPath(new URL("../../dist/bin.js", import.meta.url));

/** How to start the real `probity`. */
export interface BinOptions {
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** Starts the real `probity`, with nothing of this process's environment but where programs are. */
export function start(
  args: readonly string[],
  { cwd, env = {} }: BinOptions,
): ChildProcessByStdio<Writable, Readable, Readable> {
  const { PATH = "" } = process.env;
  return spawn(process.execPath, [BIN, ...args], {
    cwd,
    env: { PATH, TZ: "Asia/Shanghai", ...env },
    stdio: ["pipe", "pipe", "pipe"],
  });
}

/** Runs the real `probity` to its end. */
export async function run(
  args: readonly string[],
  options: BinOptions,
): Promise<{ readonly exitCode: number | null; readonly out: string; readonly err: string }> {
  const child = start(args, options);
  child.stdin.end();
  const [out, err] = await Promise.all([text(child.stdout), text(child.stderr)]);
  if (child.exitCode === null) await once(child, "exit");
  return { exitCode: child.exitCode, out, err };
}
