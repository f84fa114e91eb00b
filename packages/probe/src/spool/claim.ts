import { mkdirSync, renameSync, rmSync } from "node:fs";
import type { Server } from "node:net";
import { join, resolve } from "node:path";
import { errnoOf, SpoolError } from "./errors.ts";
import { listenIn } from "./owner-socket.ts";
import { removeIfSettled } from "./remove-log.ts";
import { BEING_MADE, prepareRoot, rootFailure } from "./root.ts";

export { isOwned } from "./owner-socket.ts";

/** A log directory that this process owns. */
export interface Claim {
  /** Absolute. */
  readonly directory: string;
  readonly writer: string;
  /**
   * Gives it up: whoever comes next adopts what is left, or nothing is left and the directory goes. Safe to call
   * twice.
   */
  release(): Promise<void>;
}

/** How often a claim is tried anew that was taken for a leftover. */
const ATTEMPTS = 5;

/**
 * Makes the log directory of a writer, a UUID that was never used before, and owns it until the process ends. Makes the
 * spool's root if it is absent or empty. Throws as `inspectRoot`, before anything is touched; `IN_USE` if the writer
 * has a directory there; `FULL` or `WRITE_FAILED`.
 */
export async function claimLog(root: string, writer: string): Promise<Claim> {
  prepareRoot(root);
  const directory = join(resolve(root), writer);
  for (let attempt = 1; ; attempt += 1) {
    try {
      const server = await makeOwned(resolve(root), writer, directory);
      return new OwnedLog(directory, writer, server);
    } catch (cause) {
      // Before the socket was listened on, somebody may have taken the directory for what a dead process left.
      if (errnoOf(cause) !== "ENOENT" || attempt === ATTEMPTS) throw rootFailure(root, cause);
    }
  }
}

/** Whoever sees the directory under its name sees the socket in it, too. */
async function makeOwned(root: string, writer: string, directory: string): Promise<Server> {
  const unnamed = join(root, BEING_MADE + writer.replaceAll("-", ""));
  mkdirSync(unnamed, { recursive: true, mode: 0o700 });
  const server = await listenIn(unnamed);
  try {
    renameSync(unnamed, directory);
    return server;
  } catch (cause) {
    server.close();
    rmSync(unnamed, { recursive: true, force: true });
    if (!TAKEN.has(errnoOf(cause))) throw cause;
    throw new SpoolError(
      "IN_USE",
      `${directory}: the writer has a log already; give each process a writer of its own`,
    );
  }
}

const TAKEN: ReadonlySet<string> = new Set(["ENOTEMPTY", "EEXIST", "ENOTDIR"]);

class OwnedLog implements Claim {
  readonly directory: string;
  readonly writer: string;
  readonly #server: Server;
  #released: Promise<void> | undefined;

  constructor(directory: string, writer: string, server: Server) {
    this.directory = directory;
    this.writer = writer;
    this.#server = server;
  }

  release(): Promise<void> {
    this.#released ??= this.#release();
    return this.#released;
  }

  async #release(): Promise<void> {
    try {
      removeIfSettled(this.directory);
    } finally {
      await new Promise((done) => this.#server.close(done));
    }
  }
}
