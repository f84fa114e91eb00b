import { execFileSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { platform } from "node:os";

/** Why no small disk can be made here; `undefined` if it can. */
export function canMount(): string | undefined {
  if (platform() !== "linux") return "a small disk is a tmpfs, which is Linux's";
  if (process.getuid?.() !== 0) return "only root may mount a small disk";
  return undefined;
}

/** A disk of so many bytes at a directory, until `unmount`. */
export function mount(directory: string, bytes: number): void {
  mkdirSync(directory, { recursive: true });
  execFileSync("mount", ["-t", "tmpfs", "-o", `size=${bytes},mode=700`, "tmpfs", directory]);
}

export function unmount(directory: string): void {
  execFileSync("umount", ["--lazy", directory]);
}
