import { execFileSync } from "node:child_process";
import { cpSync, lstatSync, mkdirSync } from "node:fs";
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

/** Takes the disk away; with `keptAs`, what is on it is copied there before. */
export function unmount(directory: string, keptAs?: string): void {
  // A socket can't be copied.
  const filter = (file: string): boolean => !lstatSync(file).isSocket();
  if (keptAs !== undefined) cpSync(directory, keptAs, { recursive: true, filter });
  execFileSync("umount", ["--lazy", directory]);
}
