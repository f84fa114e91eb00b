import { type ChildProcess, spawn } from "node:child_process";
import { appendFileSync, closeSync, openSync, readFileSync } from "node:fs";
import { within } from "./wait.ts";

/** How a process ended. */
export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** What to run. */
export interface Command {
  /** Arguments of Node. */
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** Where all that it says goes. */
  readonly log: string;
  /** A program that runs Node in turn, with its arguments. @default none */
  readonly under?: readonly string[] | undefined;
}

/** A Node process of the example that says on standard output where it answers. */
export class Child {
  readonly process: ChildProcess;
  readonly ended: Promise<Ended>;
  readonly #log: string;
  #output = "";
  #pid: number | undefined;
  #hasEnded = false;
  #onOutput: () => void = () => undefined;

  constructor({ args, env, log, under = [] }: Command) {
    this.#log = log;
    const stderr = openSync(log, "a");
    const [program = process.execPath, ...rest] = [...under, process.execPath, ...args];
    this.process = spawn(program, rest, {
      env: { PATH: process.env["PATH"] ?? "", ...env },
      stdio: ["ignore", "pipe", stderr, "ipc"],
    });
    closeSync(stderr);
    this.#pid = under.length === 0 ? this.process.pid : undefined;
    this.ended = new Promise((resolve) => {
      this.process.once("exit", (code, signal) => {
        this.#hasEnded = true;
        resolve({ code, signal });
        this.#onOutput();
      });
      this.process.once("error", () => resolve({ code: null, signal: null }));
    });
    this.process.on("error", () => undefined);
    this.process.stdout?.setEncoding("utf8").on("data", (text: string) => {
      this.#output += text;
      appendFileSync(log, text);
      this.#onOutput();
    });
    this.process.on("message", (message: { readonly kind?: string; readonly pid?: number }) => {
      if (message.kind === "started") this.#pid = message.pid;
    });
  }

  get hasEnded(): boolean {
    return this.#hasEnded;
  }

  /** Of the Node process itself. */
  get pid(): number | undefined {
    return this.#pid;
  }

  /** What it said on standard output. */
  get output(): string {
    return this.#output;
  }

  /** Its last words, without stack traces. */
  get lastWords(): string {
    const lines = readFileSync(this.#log, "utf8").trim().split("\n");
    return lines
      .filter((line) => !/^\s+at /.test(line))
      .slice(-8)
      .join("\n");
  }

  /** The first URL that it says it answers at; `undefined` if it ends before. */
  async url(): Promise<string | undefined> {
    return within(
      "a process to answer",
      new Promise((resolve) => {
        this.#onOutput = () => {
          const url = / answers at (\S+)/.exec(this.#output)?.[1];
          if (url !== undefined || this.#hasEnded) resolve(url);
        };
        this.#onOutput();
      }),
    );
  }

  signal(name: NodeJS.Signals): void {
    if (this.#pid !== undefined && !this.#hasEnded) process.kill(this.#pid, name);
  }

  /** Sends a message and resolves once it has been acted on, or the process has ended. */
  async tell(message: object): Promise<void> {
    if (this.#hasEnded || !this.process.connected) return;
    const done = new Promise((resolve) => this.process.once("message", resolve));
    this.process.send(message);
    await within("a process to take a message", Promise.race([done, this.ended]));
  }
}
