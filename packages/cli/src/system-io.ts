import { text } from "node:stream/consumers";

import type { Io } from "./io.ts";

/** The process's own streams, environment and clock. */
export function systemIo(): Io {
  // Whoever reads may stop early, as `head` does: no fault of ours, and nobody is left to tell.
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") throw error;
    process.exit();
  });
  return {
    out: (words) => void process.stdout.write(words),
    err: (words) => void process.stderr.write(words),
    env: process.env,
    cwd: process.cwd(),
    isTTY: process.stdout.isTTY,
    timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    now: Date.now,
    readInput: () => text(process.stdin),
    interrupted,
  };
}

function interrupted(): Promise<void> {
  return new Promise((resolve) => {
    const end = (): void => {
      process.off("SIGINT", end);
      process.off("SIGTERM", end);
      resolve();
    };
    process.on("SIGINT", end);
    process.on("SIGTERM", end);
  });
}
