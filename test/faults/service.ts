import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { Child, type Ended } from "./child.ts";
import { within } from "./wait.ts";

const program = fileURLToPath(new URL("../../examples/book-feed/dist/server.js", import.meta.url));
const preloads = ["parent", "ground-truth", "clock", "writer", "worker-dies"].map(
  (name) => new URL(`preload/${name}.mjs`, import.meta.url).href,
);

/** Readers of the generated data set. */
export const READERS = 200;

/** How a service is started. */
export interface ServiceOptions {
  /** Of its feature store. */
  readonly postgres: string;
  /** Configuration of the probe. @default no probe */
  readonly probity?: string | undefined;
  readonly env: Readonly<Record<string, string>>;
  /** Files that it writes begin with this path. */
  readonly files: string;
  /** How far its wall clock is off, in milliseconds. */
  readonly clockOffsetMs: number;
  /** The UUID that its log is named by. @default one that the probe makes */
  readonly writer?: string | undefined;
  /** A program to run it under. @default none */
  readonly under?: readonly string[] | undefined;
}

/** What a life wrote down itself, before and beside the probe. */
export interface GroundTruth {
  /** Ids of the requests that began. */
  readonly begun: readonly string[];
  /** Decision by request, where one was opened. */
  readonly opened: ReadonlyMap<string, string>;
  /** Ids of the requests that other services made for decisions of theirs. */
  readonly called: readonly string[];
}

/** One process of the example, from its start to its end. */
export class Service {
  readonly #child: Child;
  readonly #truth: string;
  #end: "running" | "killed" | "stopped" = "running";
  #peakBytes = 0;
  #url: string | undefined;

  constructor({ postgres, probity, env, files, clockOffsetMs, under, writer }: ServiceOptions) {
    this.#truth = `${files}.truth`;
    const args = [...preloads.flatMap((url) => ["--import", url]), program];
    args.push("--readers", String(READERS), "--postgres", postgres, "--connections", "1");
    if (probity !== undefined) args.push("--probity", probity);
    const own = {
      PORT: "0",
      FAULTS_TRUTH: this.#truth,
      FAULTS_CLOCK_OFFSET_MS: String(clockOffsetMs),
      ...(writer !== undefined && { FAULTS_WRITER: writer }),
    };
    this.#child = new Child({ args, env: { ...env, ...own }, log: `${files}.log`, under });
  }

  /** Where it answers; known once it `listens`. */
  get url(): string | undefined {
    return this.#url;
  }

  /** How it was told to end. */
  get end(): "running" | "killed" | "stopped" {
    return this.#end;
  }

  get pid(): number | undefined {
    return this.#child.pid;
  }

  get hasEnded(): boolean {
    return this.#child.hasEnded;
  }

  get lastWords(): string {
    return this.#child.lastWords;
  }

  /** The most memory that it had at any time until it was told to end, in bytes; 0 where the system does not say. */
  get peakBytes(): number {
    return this.#peakBytes;
  }

  /** A line of `/proc/<pid>/status`, in bytes; 0 where there is none. */
  memory(line: "VmHWM" | "VmRSS"): number {
    try {
      const status = readFileSync(`/proc/${this.pid}/status`, "utf8");
      return Number(new RegExp(`^${line}:\\s+(\\d+) kB$`, "m").exec(status)?.[1] ?? 0) * 1024;
    } catch {
      return 0;
    }
  }

  /** Resolves once it answers, with where; with `undefined` if it was told to end before. Throws if it ended by itself. */
  async listens(): Promise<string | undefined> {
    this.#url = await this.#child.url();
    if (this.#url === undefined && this.#end === "running") throw new Error("the service did not start");
    return this.#url;
  }

  /** SIGKILL. */
  async kill(): Promise<void> {
    this.#peakBytes = this.memory("VmHWM");
    this.#end = "killed";
    this.#child.signal("SIGKILL");
    await this.#child.ended;
  }

  /** SIGTERM; resolves when it has ended, with how. */
  async stop(deadlineMs?: number): Promise<Ended> {
    this.#peakBytes = this.memory("VmHWM");
    this.#end = "stopped";
    this.#child.signal("SIGTERM");
    return within("the service to end after SIGTERM", this.#child.ended, deadlineMs);
  }

  /** Steps its wall clock. */
  async setClock(offsetMs: number): Promise<void> {
    await this.#child.tell({ kind: "clock", offsetMs });
  }

  /** Ends the threads of the process; resolves when they have ended. */
  async endWorkers(): Promise<void> {
    await this.#child.tell({ kind: "end workers" });
  }

  /** Read it when the service has ended. */
  get truth(): GroundTruth {
    const begun: string[] = [];
    const called: string[] = [];
    const opened: Map<string, string> = new Map();
    const text = existsSync(this.#truth) ? readFileSync(this.#truth, "utf8") : "";
    for (const line of text.split("\n")) {
      const [word, request = "", decision = ""] = line.split(" ");
      if (word === "begun") begun.push(request);
      else if (word === "called") called.push(request);
      else if (word === "opened") opened.set(request, decision);
    }
    return { begun, opened, called };
  }
}
