import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";

export const REGISTER: string = new URL("../../dist/register.js", import.meta.url).href;

/** Where services of somebody else stand. */
export const APPS: URL = new URL("../../../../test/apps/", import.meta.url);

export interface ServiceOptions {
  /** What is loaded before the service, in this order. @default only the register */
  readonly imports?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  /** @default the Node that runs the tests */
  readonly node?: string;
}

/** A service in a process of its own. */
export interface ServiceProcess extends AsyncDisposable {
  readonly url: string;
  /** What it printed so far, besides. */
  readonly lines: readonly string[];
  /** Asks it to end as an orchestrator does, waits until it has, and gives what it wrote to standard error. */
  readonly stop: () => Promise<string>;
}

/** Starts a script of `test/apps` that says "listening on <port>" when it does. */
export async function startService(script: string, options: ServiceOptions = {}): Promise<ServiceProcess> {
  const { imports = [REGISTER], env = {}, cwd, node = process.execPath } = options;
  const file = fileURLToPath(new URL(script, APPS));
  const child = spawn(node, [...imports.flatMap((each) => ["--import", each]), file], {
    cwd,
    env: { PATH: process.env["PATH"] ?? "", ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const exited = once(child, "exit");
  const stderr = text(child.stderr);
  const lines: string[] = [];
  const listening = new Promise<string>((resolve, reject) => {
    createInterface(child.stdout).on("line", (line) => {
      const [, port] = /^listening on (\d+)$/.exec(line) ?? [];
      if (port !== undefined) resolve(`http://127.0.0.1:${port}`);
      else lines.push(line);
    });
    void exited.then(async () => reject(new Error(`${script} ended before it listened: ${await stderr}`)));
  });
  const stop = async (): Promise<string> => {
    child.kill("SIGTERM");
    await exited;
    return stderr;
  };
  return {
    url: await listening,
    lines,
    stop,
    [Symbol.asyncDispose]: async () => {
      await stop();
    },
  };
}
