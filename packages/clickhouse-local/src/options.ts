import { resolve } from "node:path";

import type { LocalUser } from "./access.ts";
import { checkUsers } from "./access.ts";
import { defaultUsers } from "./default-users.ts";
import { LocalClickHouseError } from "./errors.ts";

/** How much the server writes to `server.log`. From `information` on, the file grows without a reason to read it. */
export type LogLevel = "none" | "error" | "warning" | "information" | "debug" | "trace";

/** What to start. */
export interface StartOptions {
  /**
   * Where the data lives; made if missing, never removed. Tables and rows are there again when the
   * next server starts on the same directory. One server at a time.
   */
  readonly directory: string;
  /** Port of the HTTP interface on 127.0.0.1; 0 takes a free one. @default 0 */
  readonly httpPort?: number;
  /** Port of the native protocol on 127.0.0.1; 0 takes a free one. @default 0 */
  readonly tcpPort?: number;
  /** Who may log in. @default defaultUsers() */
  readonly users?: readonly LocalUser[];
  /** What goes into `server.log` in the directory. Errors quote the query that caused them. @default "error" */
  readonly logLevel?: LogLevel;
  /** How long to wait for the server to listen, in milliseconds. @default 30000 */
  readonly startTimeoutMs?: number;
}

/** @internal Fills every gap once; refuses nonsense by name and value. */
export function resolveOptions(given: StartOptions): Required<StartOptions> {
  const { directory, httpPort = 0, tcpPort = 0, users = defaultUsers() } = given;
  const { logLevel = "error", startTimeoutMs = 30_000 } = given;

  if (directory === "") throw new LocalClickHouseError("INVALID_OPTION", "directory is empty");
  for (const [name, port] of Object.entries({ httpPort, tcpPort })) {
    if (Number.isInteger(port) && port >= 0 && port <= 65_535) continue;
    throw new LocalClickHouseError("INVALID_OPTION", `${name} must be from 0 to 65535, got ${port}`);
  }
  if (!(startTimeoutMs > 0 && startTimeoutMs <= 2_147_483_647)) {
    throw new LocalClickHouseError("INVALID_OPTION", `startTimeoutMs must be above 0, got ${startTimeoutMs}`);
  }
  checkUsers(users);
  return { directory: resolve(directory), httpPort, tcpPort, users, logLevel, startTimeoutMs };
}
