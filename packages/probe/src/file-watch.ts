import { type FSWatcher, watch } from "node:fs";
import { readFile, stat } from "node:fs/promises";
import { dirname } from "node:path";
import type { Timers } from "./timers.ts";

export interface FileWatchOptions {
  /** Absolute. */
  readonly file: string;
  /** It is looked at so often, in milliseconds, for changes that the system does not tell of. */
  readonly pollMs: number;
  readonly timers: Timers;
  /** Given the text when it is first read, and whenever it is another one. Must not throw. */
  readonly onText: (text: string) => void;
  /**
   * Told once when it can't be read, twice in a row, until it can be again; with the system's error. That it is not there
   * yet when the watch begins is no fault. Must not throw.
   */
  readonly onFault: (fault: unknown) => void;
}

/** Read no further: nobody writes so much by hand. */
const MOST_BYTES = 1024 * 1024;

/** An editor writes in several steps: a text that is the same after so many milliseconds is whole. */
const SETTLING_MS = 50;

/**
 * Watches a file that people and machines write: in place, by renaming another over it, or by turning a link on the way
 * to it, as Kubernetes does. So it is the directory that is watched, and the text that is compared. Keeps no process alive.
 */
export class FileWatch {
  readonly #options: FileWatchOptions;
  #watcher: FSWatcher | undefined;
  #cancelLook: (() => void) | undefined;
  #nextLookAt = Infinity;
  #text: string | undefined;
  /** Looks in a row that failed. */
  #failures = 0;
  #isLooking = false;
  #isChanged = false;
  #isClosed = false;

  constructor(options: FileWatchOptions) {
    this.#options = options;
    this.#watch();
    void this.#look();
  }

  /** Tells nothing any more. Safe to call twice. */
  close(): void {
    this.#isClosed = true;
    this.#watcher?.close();
    this.#cancelLook?.();
  }

  // Where the system tells of nothing, the regular looks are all there is.
  #watch(): void {
    try {
      const watcher = watch(dirname(this.#options.file), { persistent: false }, () => {
        this.#isChanged = true;
        this.#lookIn(SETTLING_MS);
      });
      watcher.on("error", () => watcher.close());
      this.#watcher = watcher;
    } catch {
      this.#watcher = undefined;
    }
  }

  /** Looks then, or earlier where that is due: what happens again and again in the directory puts nothing off. */
  #lookIn(ms: number): void {
    const { timers } = this.#options;
    const at = timers.now() + ms;
    if (this.#isClosed || this.#isLooking || this.#nextLookAt <= at) return;
    this.#cancelLook?.();
    this.#nextLookAt = at;
    this.#cancelLook = timers.after(ms, () => void this.#look());
  }

  async #look(): Promise<void> {
    this.#isLooking = true;
    this.#isChanged = false;
    this.#nextLookAt = Infinity;
    try {
      await this.#read();
    } catch (fault) {
      this.#failed(fault);
    }
    this.#isLooking = false;
    this.#lookIn(this.#isChanged ? SETTLING_MS : this.#options.pollMs);
  }

  async #read(): Promise<void> {
    const { file, timers, onText } = this.#options;
    let text = await readText(file);
    for (let before = this.#text; text !== before;) {
      before = text;
      await new Promise<void>((done) => timers.after(SETTLING_MS, done));
      text = await readText(file);
    }
    this.#failures = 0;
    if (text === this.#text) return;
    this.#text = text;
    this.#tell(() => onText(text));
  }

  #failed(fault: unknown): void {
    if (this.#text === undefined && isAbsent(fault)) return;
    this.#failures += 1;
    // Some editors take a file away for a moment before they write it anew.
    if (this.#failures === 2) this.#tell(() => this.#options.onFault(fault));
  }

  #tell(what: () => void): void {
    if (!this.#isClosed) what();
  }
}

async function readText(file: string): Promise<string> {
  const stats = await stat(file);
  if (!stats.isFile()) throw Object.assign(new Error("it is no file"), { code: "ENOTSUP" });
  if (stats.size > MOST_BYTES) throw Object.assign(new Error("it is too large"), { code: "EFBIG" });
  return readFile(file, "utf8");
}

function isAbsent(fault: unknown): boolean {
  return fault instanceof Error && "code" in fault && fault.code === "ENOENT";
}
