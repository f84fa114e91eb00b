import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, openSync, readFileSync } from "node:fs";

/** What to run. */
export interface Command {
  /** Arguments of Node. */
  readonly args: readonly string[];
  /** @default {} */
  readonly env?: Readonly<Record<string, string>>;
  /** File that its standard error goes to. */
  readonly log: string;
}

/** A Node process that answers to messages, one at a time. */
export class Child {
  readonly #process: ChildProcess;
  readonly #log: string;
  readonly #ended: Promise<unknown>;
  #output = "";

  constructor({ args, env = {}, log }: Command) {
    const stderr = openSync(log, "a");
    this.#log = log;
    this.#process = spawn(process.execPath, args, {
      env: { PATH: process.env["PATH"] ?? "", ...env },
      stdio: ["ignore", "pipe", stderr, "ipc"],
    });
    closeSync(stderr);
    this.#ended = once(this.#process, "exit");
    this.#process.stdout?.setEncoding("utf8").on("data", (text: string) => (this.#output += text));
  }

  /** The rest of the first line on standard output that has `words`. Throws if it ends without. */
  async says(words: string): Promise<string> {
    for (;;) {
      const line = this.#output.split("\n").find((each) => each.includes(words));
      if (line !== undefined) return line.slice(line.indexOf(words) + words.length).trim();
      if (this.#hasEnded || !this.#process.stdout) throw this.#failure(`never said "${words}"`);
      await Promise.race([once(this.#process.stdout, "data"), this.#ended]);
    }
  }

  /** Sends a message, and gives what it answers. */
  async ask<Answer>(message: object): Promise<Answer> {
    const answered = once(this.#process, "message") as Promise<[Answer]>;
    const ended = this.#ended.then((): never => {
      throw this.#failure("did not answer");
    });
    ended.catch(() => undefined); // it may end when nobody asks any more
    if (!this.#hasEnded) this.#process.send(message);
    const [answer] = await Promise.race([answered, ended]);
    return answer;
  }

  /** Ends it, and waits for that. Safe to call twice. */
  async end(signal: NodeJS.Signals): Promise<void> {
    if (!this.#hasEnded) this.#process.kill(signal);
    await this.#ended;
  }

  get #hasEnded(): boolean {
    return this.#process.exitCode !== null || this.#process.signalCode !== null;
  }

  #failure(what: string): Error {
    const words = readFileSync(this.#log, "utf8").trim().split("\n").slice(-12).join("\n");
    return new Error(`a process ended and ${what}; its last words:\n${words}`);
  }
}
