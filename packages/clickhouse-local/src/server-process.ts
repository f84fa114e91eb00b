/**
 * The process that a local server is: ClickHouse on one of its threads, standard input a terminal.
 * Its arguments are a command line of `clickhouse local`. It ends on SIGTERM, on SIGINT, and when the
 * process that started it is gone.
 */
import { closeSync, constants, openSync, writeSync } from "node:fs";

import { NO_ENGINE } from "./exit-codes.ts";

const STOP_TIMEOUT_MS = 15_000;
const [STDIN, STDOUT, STDERR] = [0, 1, 2];

const { DataType, isNullPointer, load } = await openLibraries().catch((cause: unknown) => {
  writeSync(STDERR, `${String(cause)}\n`);
  process.exit(NO_ENGINE);
});

// Run with anything but a terminal as standard input, the program installs an error handler that
// aborts the process when a client resets a connection at a bad moment.
const terminal = openTerminal();

let stopping = false;
function stop(): void {
  if (stopping) return;
  stopping = true;
  const nowhere = openSync("/dev/null", "w");
  for (const stream of [STDOUT, STDERR]) libc("dup2", nowhere, stream); // whoever read them may be gone
  writeSync(terminal, "exit\n"); // read at the program's own prompt
  setTimeout(() => process.kill(process.pid, "SIGKILL"), STOP_TIMEOUT_MS).unref();
}
for (const event of ["disconnect", "SIGTERM", "SIGINT"]) process.on(event, stop);
if (!process.connected) stop(); // the parent went before anyone listened

const argv = ["clickhouse", ...process.argv.slice(2)];
const result = await load({
  library: "chdb",
  funcName: "chdb_query_cmdline",
  retType: DataType.External,
  paramsType: [DataType.I32, DataType.StringArray],
  paramsValue: [argv.length, argv],
  runInNewThread: true,
});
const problem = isNullPointer(result) ? undefined : errorOf(result);
if (problem !== undefined) writeSync(STDERR, `${problem}\n`);
process.exit(problem === undefined ? 0 : 1);

async function openLibraries() {
  const ffi = await import("ffi-rs");
  const { resolveLibchdb } = await import("chdb/libchdb");
  ffi.open({ library: "libc", path: "" });
  ffi.open({ library: "chdb", path: resolveLibchdb().path });
  return ffi;
}

/** Makes a pseudo-terminal this process's standard input; returns the end to type at. */
function openTerminal(): number {
  const mode = constants.O_RDWR | constants.O_NOCTTY;
  const master = libc("posix_openpt", mode);
  if (master < 0) throw new Error("this system has no pseudo-terminal to give (posix_openpt failed)");
  libc("grantpt", master);
  libc("unlockpt", master);
  const name = load({
    library: "libc",
    funcName: "ptsname",
    retType: DataType.String,
    paramsType: [DataType.I32],
    paramsValue: [master],
  });
  const slave = openSync(name, mode);
  libc("dup2", slave, STDIN);
  closeSync(slave);
  return master;
}

/** Calls a function of the C library that takes and returns `int`. */
function libc(funcName: string, ...paramsValue: number[]): number {
  const paramsType = paramsValue.map(() => DataType.I32);
  return load({ library: "libc", funcName, retType: DataType.I32, paramsType, paramsValue });
}

function errorOf(outcome: typeof result): string | undefined {
  const call = {
    library: "chdb",
    funcName: "chdb_result_error",
    paramsType: [DataType.External],
    paramsValue: [outcome],
  };
  // Asked as a pointer first: reading a null pointer as text ends the process.
  if (isNullPointer(load({ ...call, retType: DataType.External }))) return undefined;
  return load({ ...call, retType: DataType.String });
}
