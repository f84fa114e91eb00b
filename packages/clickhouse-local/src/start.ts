import type { ChildProcess } from "node:child_process";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";

import type { LocalUser } from "./access.ts";
import { LocalClickHouseError } from "./errors.ts";
import type { Listening, ServerFiles } from "./launch.ts";
import { launch, startQueries, untilListening } from "./launch.ts";
import type { StartOptions } from "./options.ts";
import { resolveOptions } from "./options.ts";
import { configXml, usersXml } from "./server-config.ts";

/** How a server process ended. Code 0 is a clean stop. */
export interface Exit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** What a client needs to log in; fits `createClient()` of `@clickhouse/client`. */
export interface ClickHouseConnection {
  readonly url: string;
  readonly username: string;
  readonly password: string;
}

/**
 * A server that runs. It keeps this process alive until it is stopped, and ends by itself when this
 * process ends in whatever way. A Ctrl-C in the terminal does not reach it, so that the program that
 * started it can still write what it has before it calls `stop()`.
 */
export interface LocalClickHouse {
  /** Base URL of the HTTP interface, without credentials. */
  readonly url: string;
  readonly httpPort: number;
  readonly tcpPort: number;
  readonly pid: number;
  /** Who may log in, with their passwords. */
  readonly users: readonly LocalUser[];
  /** Settles when the server process has ended, whoever ended it. Never rejects. */
  readonly exited: Promise<Exit>;
  /** URL and credentials of one of `users`. Throws `INVALID_OPTION` for a name that is not there. */
  connection(userName: string): ClickHouseConnection;
  /**
   * Ends the server cleanly, also when it is paused. Takes a moment when nothing runs on it, up to five
   * seconds with a running query; after fifteen it is killed. Safe to call twice.
   */
  stop(): Promise<Exit>;
  /** Ends the server like a crash (SIGKILL). Rows that were acknowledged stay. */
  kill(): Promise<Exit>;
  /** Freezes the server, moments later: connections are accepted, nothing is answered. */
  pause(): void;
  /** Ends a pause. */
  resume(): void;
}

/**
 * Starts a server on a directory and resolves once it listens on 127.0.0.1, which takes about a
 * quarter of a second. Nobody but the given users can run a query on it. Throws a `LocalClickHouseError`.
 */
export async function startClickHouse(options: StartOptions): Promise<LocalClickHouse> {
  const resolved = resolveOptions(options);
  const { directory, users } = resolved;
  const files = await writeConfig(directory, users);
  try {
    const child = launch(resolved, files);
    const exited: Promise<Exit> = new Promise((resolve) => {
      child.once("exit", (code, signal) => resolve({ code, signal }));
    });
    return running(child, exited, await untilListening(child, resolved, files), users);
  } finally {
    await rm(files.directory, { recursive: true, force: true }); // read once, at the start
  }
}

// A directory of its own for each start, so that a start that is refused cannot disturb a running server.
async function writeConfig(directory: string, users: readonly LocalUser[]): Promise<ServerFiles> {
  try {
    await mkdir(directory, { recursive: true, mode: 0o700 });
    const own = await mkdtemp(join(directory, "start-")); // 0700
    const files = { directory: own, config: join(own, "config.xml"), ports: join(own, "ports") };
    await writeFile(files.config, configXml(users), { mode: 0o600 });
    await writeFile(join(own, "users.xml"), usersXml(users, startQueries(files).length), { mode: 0o600 });
    return files;
  } catch (cause) {
    throw new LocalClickHouseError("START_FAILED", `cannot write to the directory ${directory}`, { cause });
  }
}

function running(
  child: ChildProcess,
  exited: Promise<Exit>,
  listening: Listening,
  users: readonly LocalUser[],
): LocalClickHouse {
  const url = `http://127.0.0.1:${listening.httpPort}`;
  return {
    ...listening,
    url,
    users,
    exited,
    connection(userName) {
      const user = users.find(({ name }) => name === userName);
      if (user !== undefined) return { url, username: user.name, password: user.password };
      const known = users.map(({ name }) => name).join(", ");
      throw new LocalClickHouseError("INVALID_OPTION", `no user "${userName}" here, there are ${known}`);
    },
    stop() {
      child.kill("SIGCONT");
      if (child.connected) child.disconnect();
      return exited;
    },
    kill() {
      child.kill("SIGKILL");
      return exited;
    },
    pause() {
      child.kill("SIGSTOP");
    },
    resume() {
      child.kill("SIGCONT");
    },
  };
}
