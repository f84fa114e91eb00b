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

/** Every call by which the spool is written and read, with an error that it may well have. */
export const INJECTIONS: readonly (readonly [call: string, error: string])[] = [
  ["mkdir", "EIO"],
  ["mkdir", "ENOSPC"],
  ["openat", "EIO"],
  ["openat", "ENOSPC"],
  ["openat", "EMFILE"],
  ["pwritev", "EIO"],
  ["pwritev", "ENOSPC"],
  ["pwrite64", "EIO"],
  ["pwrite64", "ENOSPC"],
  ["write", "EIO"],
  ["write", "ENOSPC"],
  ["fdatasync", "EIO"],
  ["fdatasync", "ENOSPC"],
  ["fsync", "EIO"],
  ["rename", "EIO"],
  ["rename", "ENOSPC"],
  ["unlink", "EIO"],
  ["rmdir", "EIO"],
  ["ftruncate", "EIO"],
  ["pread64", "EIO"],
  ["read", "EIO"],
  ["getdents64", "EIO"],
  ["statfs", "EIO"],
  ["close", "EIO"],
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
  { call, error, at, isLasting }: Injection,
  {
    spool,
    writer,
    dead,
    log,
  }: { readonly spool: string; readonly writer: string; readonly dead: string; readonly log: string },
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
  const inject = `inject=${call}:error=${error}:when=${at}${isLasting ? "+" : ""}`;
  const options = ["-f", "--seccomp-bpf", "-qq", "-o", log, "-e", `trace=${call}`, "-e", inject];
  return ["strace", ...options, ...paths.flatMap((path) => ["-P", path])];
}

function filesOf(directory: string): string[] {
  const small = ["begun", "freed", "spill"].flatMap((name) => [name, `${name}.tmp`]);
  const segments = Array.from({ length: SEGMENTS }, (_, at) => String(at + 1).padStart(8, "0"));
  const names = [...small, ...segments.flatMap((name) => [`${name}.open`, `${name}.seg`, `${name}.seg.tmp`])];
  return [directory, ...names.map((name) => join(directory, name))];
}

/** How many calls were made to fail. */
export function injectedIn(log: string): number {
  return existsSync(log) ? readFileSync(log, "utf8").split("(INJECTED)").length - 1 : 0;
}
