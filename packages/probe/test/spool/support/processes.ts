import { type ChildProcessByStdio, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import type { Readable, Writable } from "node:stream";
import { fileURLToPath } from "node:url";

/** A process of a fixture. */
export interface Fixture {
  readonly process: ChildProcessByStdio<Writable, Readable, null>;
  /** The next line that it writes; rejects if it ends instead. */
  readonly line: () => Promise<string>;
  readonly kill: () => Promise<void>;
}

/** Starts one of the fixtures, from `dist`, and waits for its first line. */
export async function startFixture(name: string, ...given: readonly string[]): Promise<Fixture> {
  const file = fileURLToPath(new URL(`../fixtures/${name}.js`, import.meta.url));
  const child = spawn(process.execPath, [file, ...given], { stdio: ["pipe", "pipe", "inherit"] });
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
  const line = async (): Promise<string> => {
    const { value, done } = await lines.next();
    if (done) throw new Error(`${name} ended`);
    return value;
  };
  await line();
  const kill = async (): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const exited = once(child, "exit");
    child.kill("SIGKILL");
    await exited;
  };
  return { process: child, line, kill };
}
