import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** A system call that fails: the `at`th of each thread that touches one of the paths, or that one and all after it. */
export interface Injection {
  readonly call: string;
  readonly error: string;
  readonly at: number;
  readonly isLasting: boolean;
}

/** A call by which the spool is written or read, with an error that it may well have. */
export interface Weakness {
  readonly call: string;
  readonly error: string;
  /** About as many of these calls a thread makes in a short life. */
  readonly upTo: number;
  /** What must fail before, or this one is never made. */
  readonly after?: Weakness;
}

const pwritev: Weakness = { call: "pwritev", error: "EIO", upTo: 40 };

export const WEAKNESSES: readonly Weakness[] = [
  { call: "mkdir", error: "EIO", upTo: 2 },
  { call: "mkdir", error: "ENOSPC", upTo: 2 },
  { call: "openat", error: "EIO", upTo: 12 },
  { call: "openat", error: "ENOSPC", upTo: 12 },
  { call: "openat", error: "EMFILE", upTo: 12 },
  pwritev,
  { call: "pwritev", error: "ENOSPC", upTo: 40 },
  { call: "pwrite64", error: "EIO", upTo: 40 },
  { call: "pwrite64", error: "ENOSPC", upTo: 40 },
  { call: "write", error: "EIO", upTo: 2 },
  { call: "write", error: "ENOSPC", upTo: 2 },
  { call: "fdatasync", error: "EIO", upTo: 20 },
  { call: "fsync", error: "EIO", upTo: 6 },
  { call: "rename", error: "EIO", upTo: 4 },
  { call: "rename", error: "ENOSPC", upTo: 4 },
  { call: "unlink", error: "EIO", upTo: 3 },
  { call: "rmdir", error: "EIO", upTo: 2 },
  { call: "ftruncate", error: "EIO", upTo: 1, after: pwritev },
  { call: "pread64", error: "EIO", upTo: 3 },
  { call: "read", error: "EIO", upTo: 2 },
  { call: "getdents64", error: "EIO", upTo: 6 },
  { call: "newfstatat", error: "EIO", upTo: 3 },
  { call: "statfs", error: "EIO", upTo: 20 },
  { call: "close", error: "EIO", upTo: 12 },
];

/** Segments whose paths are given to strace; a short life has no more. */
const SEGMENTS = 40;

/** Why no call can be made to fail here; `undefined` if it can. */
export function canTrace(): string | undefined {
  const { status } = spawnSync("strace", ["-qq", "-o", "/dev/null", "true"], { stdio: "ignore" });
  return status === 0 ? undefined : "there is no strace here that may trace";
}

/** The command that runs a program so that calls on paths of a spool fail: of the writer's own log, and of one it adopts. */
export function tracing(
  injections: readonly Injection[],
  { spool, writer, dead, log }: TracedPaths,
): string[] {
  const own = join(spool, writer);
  const paths = [
    spool,
    join(spool, "probity-spool.json"),
    join(spool, `new-${writer.replaceAll("-", "")}`),
    ...filesOf(own),
    join(own, "adopted"),
    ...filesOf(join(own, "adopted", dead)),
    join(spool, dead),
  ];
  const calls = injections.map(({ call }) => call).join(",");
  const options = ["-f", "--seccomp-bpf", "-qq", "-o", log, "-e", `trace=${calls}`];
  const inject = injections.flatMap(({ call, error, at, isLasting }) => [
    "-e",
    `inject=${call}:error=${error}:when=${at}${isLasting ? "+" : ""}`,
  ]);
  return ["strace", ...options, ...inject, ...paths.flatMap((path) => ["-P", path])];
}

/** What must be known before the program starts. */
export interface TracedPaths {
  readonly spool: string;
  readonly writer: string;
  /** Writer of a log that it may adopt. */
  readonly dead: string;
  /** Where strace says what it did. */
  readonly log: string;
}

function filesOf(directory: string): string[] {
  const small = ["begun", "freed", "spill"].flatMap((name) => [name, `${name}.tmp`]);
  const segments = Array.from({ length: SEGMENTS }, (_, at) => String(at + 1).padStart(8, "0"));
  const names = segments.flatMap((name) => [`${name}.open`, `${name}.seg`, `${name}.seg.tmp`]);
  return [directory, ...[...small, "settled", "owner.sock", ...names].map((name) => join(directory, name))];
}

/** How many calls were made to fail. */
export function injectedIn(log: string): number {
  return existsSync(log) ? readFileSync(log, "utf8").split("(INJECTED)").length - 1 : 0;
}
