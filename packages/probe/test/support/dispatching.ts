import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Reply, Span, SpoolSettings, WorkerSettings } from "../../src/protocol.ts";
import type { Disk } from "../../src/spool/disk.ts";
import { Quarantine } from "../../src/spool/quarantine.ts";
import type { BatchStore } from "../../src/worker/batch-store.ts";
import { Dispatcher } from "../../src/worker/dispatcher.ts";
import { OwnLog } from "../../src/worker/own-log.ts";
import { identity } from "../spool/support/logs.ts";
import { chunk } from "./chunks.ts";
import { ManualTimers, settled } from "./manual-timers.ts";
import { MemoryStore } from "./memory-store.ts";

/** What a test may choose of a dispatcher. */
export interface DispatchingGiven {
  readonly store?: MemoryStore;
  /** What the store does otherwise than in memory. */
  readonly changes?: Partial<BatchStore>;
  readonly next?: WorkerSettings["next"];
  readonly batch?: Partial<WorkerSettings["batch"]>;
  readonly memoryBytes?: number;
  readonly spool?: Partial<SpoolSettings>;
  /** False for a log that can't be opened. */
  readonly isLogOpen?: boolean;
  readonly disk?: Disk;
}

/** A dispatcher, and what it said. */
export interface Dispatching {
  readonly works: Dispatcher;
  readonly store: MemoryStore;
  readonly timers: ManualTimers;
  readonly replies: Reply[];
  readonly log: OwnLog | undefined;
  readonly quarantine: Quarantine | undefined;
  /** The replies of a kind, in order. */
  readonly told: <K extends Reply["kind"]>(kind: K) => Extract<Reply, { readonly kind: K }>[];
  /** Resolves when all that can happen without time or another request has happened. */
  readonly quiet: () => Promise<void>;
}

/** The settings of a spool whose root is a directory of the test's; the log is in `log` there. */
export function spoolSettings(root: string, given: Partial<SpoolSettings> = {}): SpoolSettings {
  return {
    root,
    directory: join(root, "log"),
    maxBytes: 1024 * 1024 * 1024,
    whenFull: "drop",
    spill: undefined,
    fsync: "os",
    segmentBytes: 1024 * 1024,
    archive: undefined,
    ...given,
  };
}

/** A dispatcher into a store in memory; with a root it spools there. */
export function dispatching(root: string | undefined, given: DispatchingGiven = {}): Dispatching {
  const { store = new MemoryStore(), next = {}, memoryBytes = 1_000_000, isLogOpen = true } = given;
  const timers = new ManualTimers();
  const replies: Reply[] = [];
  const settings: WorkerSettings = {
    ...identity,
    storage: { url: "", database: "", username: "", password: "", compression: false },
    batch: { maxRows: 2, maxBytes: 10_000, maxWaitMs: 500, ...given.batch },
    memoryBytes,
    polls: { ledgers: [], pollMs: 1_000 },
    next,
    spool: root === undefined ? undefined : spoolSettings(root, given.spool),
  };
  const log = openLog(isLogOpen ? settings.spool : undefined, replies, given.disk);
  const quarantine = root === undefined ? undefined : new Quarantine(root);
  const works = new Dispatcher({
    settings,
    store: given.changes ? Object.assign(store, given.changes) : store,
    log,
    quarantine,
    reply: (reply) => void replies.push(reply),
    timers,
    wallClock: () => 1_700_000_000_000,
    random: () => 1,
  });
  return {
    works,
    store,
    timers,
    replies,
    log,
    quarantine,
    told: (kind) =>
      replies.filter((reply): reply is Extract<Reply, { kind: typeof kind }> => reply.kind === kind),
    async quiet() {
      for (let turns = 0; turns < 20; turns += 1) await settled();
    },
  };
}

/** The same, with a log that is there. */
export function spooling(root: string, given: DispatchingGiven = {}): Dispatching {
  mkdirSync(join(root, "log"), { recursive: true });
  return dispatching(root, given);
}

function openLog(settings: SpoolSettings | undefined, replies: Reply[], disk?: Disk): OwnLog | undefined {
  if (!settings) return undefined;
  const onFault = (fault: unknown): void =>
    void replies.push({ kind: "fault", place: "spool", fault: { code: "TEST", message: String(fault) } });
  return new OwnLog({ settings, identity, now: () => 1_700_000_000_000, onFault, ...(disk && { disk }) });
}

const { writer } = identity;

/** The token of a range of numbers, such as `1-2`. */
export const token = (range: string): string => `${writer}:1:${range}`;

/** A span without a number left out. */
export const span = (firstSeq: number, lastSeq = firstSeq, table = "decisions"): Span => ({
  table,
  firstSeq,
  lastSeq,
  rows: lastSeq - firstSeq + 1,
});

/** Hands over chunks of one row each. */
export function accept({ works }: Dispatching, ...numbers: number[]): void {
  for (const firstSeq of numbers) works.handle({ kind: "chunk", chunk: chunk({ firstSeq }) });
}

/** What of the sender's memory was given back, in bytes. */
export const freedBy = ({ told }: Dispatching): number =>
  told("freed").reduce((sum, { bytes }) => sum + bytes, 0);
