import { Shipper, type ShipperOptions } from "../../src/shipper.ts";
import { chunk } from "./chunks.ts";
import { type FakeThread, fakeThreads } from "./fake-threads.ts";
import { ManualTimers } from "./manual-timers.ts";

/** A shipper over fake threads that is started, and what it said. */
export function started(options: Partial<ShipperOptions> = {}) {
  const { start, threads } = fakeThreads();
  const timers = new ManualTimers();
  const faults: unknown[] = [];
  const inserts: number[] = [];
  const shipper = new Shipper({
    startThread: start,
    hasSpool: false,
    catalog: [],
    maxPendingBytes: 1_000,
    timers,
    onFault: (_, fault) => void faults.push(fault),
    onInsert: (tookMs) => void inserts.push(tookMs),
    onRows: () => undefined,
    ...options,
  });
  shipper.start();
  const last = (): FakeThread => threads.at(-1)!;
  let next = 1;
  /** Hands over a chunk of the numbers that come next. */
  const accept = (parts: { rows?: number; bytesPerRow?: number; capacity?: number } = {}): boolean => {
    const given = chunk({ ...parts, firstSeq: next });
    next += given.ends.length;
    return shipper.accept(given);
  };
  const kinds = (): string[] => last().requests.map(({ kind }) => kind);
  return { shipper, threads, last, timers, faults, inserts, accept, kinds };
}

/** Decisions lost, by reason. */
export const lost = ({ counters }: Shipper): object => Object.fromEntries(counters.lost);
