/** @internal A system, as far as it matters to find a ClickHouse library for it. */
export interface Platform {
  readonly os: NodeJS.Platform;
  readonly cpu: string;
  /** False on a Linux with another C library, such as Alpine. */
  readonly glibc: boolean;
}

/** @internal The system this process runs on. */
export function currentPlatform(): Platform {
  const { header } = process.report.getReport() as { header: { glibcVersionRuntime?: string } };
  return { os: process.platform, cpu: process.arch, glibc: header.glibcVersionRuntime !== undefined };
}

/** @internal What to do on a system where no library could be loaded. */
export function adviceFor({ os, cpu, glibc }: Platform): string {
  const instead = "or use a ClickHouse server of your own by its URL";
  if (os === "win32") return `on Windows, work inside WSL 2, ${instead}`;
  if (os === "linux" && !glibc) {
    return `it needs glibc, which this Linux lacks (Alpine?); take a Debian-based image, ${instead}`;
  }
  if ((os === "linux" || os === "darwin") && (cpu === "x64" || cpu === "arm64")) {
    const library = `@chdb/lib-${os}-${cpu}${os === "linux" ? "-gnu" : ""}`;
    return `the optional packages of chdb and ffi-rs (${library} and its like) are missing or damaged; install again without --omit=optional, ${instead}`;
  }
  return `${os} on ${cpu} has none, Linux and macOS on x64 and arm64 have; take one of them, ${instead}`;
}
