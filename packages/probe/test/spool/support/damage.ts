import { readFileSync, writeFileSync } from "node:fs";

/** Changes one bit of a file. */
export function flip(file: string, at: number, bit = 0): void {
  const bytes = readFileSync(file);
  bytes[at] = (bytes[at] as number) ^ (1 << bit);
  writeFileSync(file, bytes);
}
