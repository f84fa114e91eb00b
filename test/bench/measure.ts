import { cpus } from "node:os";
import { execFileSync } from "node:child_process";

/** One thing to measure: `run` does its work `times` over. */
export interface Contender {
  readonly name: string;
  run(times: number): void;
  /** Empties queues between rounds, outside of the measurement. */
  settle?(): Promise<void> | void;
}

/** What was measured of one contender, in nanoseconds for one piece of work. */
export interface Figure {
  readonly name: string;
  readonly median: number;
  /** Fastest and slowest round. */
  readonly least: number;
  readonly most: number;
}

/**
 * Measures all contenders in turns, round by round, so that whatever else the machine does hits them alike. The
 * first rounds warm up and don't count.
 */
export async function measure(
  contenders: readonly Contender[],
  { rounds = 21, warmup = 5, times = 10_000 }: { rounds?: number; warmup?: number; times?: number } = {},
): Promise<Figure[]> {
  const samples = contenders.map((): number[] => []);
  for (let round = -warmup; round < rounds; round += 1) {
    for (const [i, contender] of contenders.entries()) {
      await contender.settle?.();
      const start = process.hrtime.bigint();
      contender.run(times);
      const nanoseconds = Number(process.hrtime.bigint() - start) / times;
      if (round >= 0) samples[i]?.push(nanoseconds);
    }
  }
  return contenders.map(({ name }, i) => {
    const sorted = (samples[i] ?? []).toSorted((a, b) => a - b);
    return { name, median: sorted[sorted.length >> 1] ?? 0, least: sorted[0] ?? 0, most: sorted.at(-1) ?? 0 };
  });
}

/** Where and on what the figures were taken. */
export function environment(): Readonly<Record<string, string>> {
  const commit = execFileSync("git", ["describe", "--always", "--dirty"], { encoding: "utf8" }).trim();
  return { node: process.version, cpu: `${cpus().length} × ${cpus()[0]?.model ?? "unknown"}`, commit };
}
