import type { ChildProcess } from "node:child_process";
import { spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import type { StartOptions } from "./options.ts";
import { sqlString } from "./sql-string.ts";
import type { StartProblem } from "./start-error.ts";
import { startError } from "./start-error.ts";

// The same place from src/ and from dist/: a process runs compiled code only.
const SERVER_PROCESS = fileURLToPath(new URL("../dist/server-process.js", import.meta.url));

/** @internal The files of one start; the directory is gone once the server listens. */
export interface ServerFiles {
  readonly directory: string;
  readonly config: string;
  /** Where the server writes the ports it got. */
  readonly ports: string;
}

/** @internal What is known of a server once it listens. */
export interface Listening {
  readonly pid: number;
  readonly httpPort: number;
  readonly tcpPort: number;
}

/** @internal What the server's own session runs at the start, one query each. */
export function startQueries({ ports }: Pick<ServerFiles, "ports">): string[] {
  return [
    "SYSTEM START LISTEN TCP",
    "SYSTEM START LISTEN HTTP",
    `SELECT getServerPort('http_port'), getServerPort('tcp_port') INTO OUTFILE ${sqlString(ports)} TRUNCATE FORMAT TSV`,
  ];
}

/** @internal Starts the server process. It ends when its IPC channel closes. */
export function launch(options: Required<StartOptions>, files: ServerFiles): ChildProcess {
  const { directory, httpPort, tcpPort, logLevel } = options;
  const commandLine = [
    `--config-file=${files.config}`,
    `--path=${join(directory, "data")}`,
    "--listen_host=127.0.0.1",
    `--http_port=${httpPort}`,
    `--tcp_port=${tcpPort}`,
    `--logger.log=${join(directory, "server.log")}`,
    "--logger.console=0",
    `--log-level=${logLevel}`,
    "--history_file=/dev/null",
    "--disable_suggestion",
    "--progress=off",
    "--highlight=0",
    "--interactive",
    "--multiquery",
    `--query=${startQueries(files).join(";")}`,
  ];
  // A group of its own: neither Ctrl-C nor SYSTEM SHUTDOWN crosses between the server and its parent.
  return spawn(process.execPath, [SERVER_PROCESS, ...commandLine], {
    stdio: ["ignore", "pipe", "pipe", "ipc"],
    detached: true,
  });
}

/** @internal Resolves once the server listens. Otherwise ends the process and throws why it did not. */
export async function untilListening(
  child: ChildProcess,
  options: Required<StartOptions>,
  files: ServerFiles,
): Promise<Listening> {
  let stderr = "";
  let timer: NodeJS.Timeout | undefined;
  const closed = new Promise((resolve) => child.once("close", resolve));

  const outcome = await new Promise<Listening | StartProblem>((resolve) => {
    timer = setTimeout(resolve, options.startTimeoutMs, { kind: "timeout" });
    child.once("error", (cause) => resolve({ kind: "not spawned", cause }));
    child.once("exit", (exitCode) => resolve({ kind: "exited", exitCode }));
    // A start query that fails leaves the program at its prompt, without ports.
    child.stderr?.setEncoding("utf8").on("data", (text: string) => {
      stderr += text;
      if (/Code: \d+\. DB::/.test(stderr)) resolve({ kind: "refused" });
    });
    // The program says something after each query. What it says does not matter, only when.
    child.stdout?.on("data", () => {
      const ports = readPorts(files.ports);
      if (ports !== undefined && child.pid !== undefined) resolve({ pid: child.pid, ...ports });
    });
  });

  clearTimeout(timer);
  if ("kind" in outcome) {
    child.kill("SIGKILL");
    await closed; // only now is standard error complete
    throw startError(options, outcome, stderr);
  }
  // Both must be read to the end of its days, or the server would wait for a full pipe.
  child.stdout?.removeAllListeners("data").resume();
  child.stderr?.removeAllListeners("data").resume();
  return outcome;
}

function readPorts(file: string): Omit<Listening, "pid"> | undefined {
  const [, httpPort, tcpPort] =
    /^(\d+)\t(\d+)\n$/.exec(existsSync(file) ? readFileSync(file, "utf8") : "") ?? [];
  if (httpPort === undefined || tcpPort === undefined) return undefined;
  return { httpPort: Number(httpPort), tcpPort: Number(tcpPort) };
}
