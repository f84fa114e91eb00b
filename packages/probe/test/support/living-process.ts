import { mkdirSync } from "node:fs";
import type { Reply, Request, SpoolSettings, WorkerSettings } from "../../src/protocol.ts";
import { Shipper } from "../../src/shipper.ts";
import { BegunFile } from "../../src/spool/begun-file.ts";
import { type Disk, nodeDisk } from "../../src/spool/disk.ts";
import { Quarantine } from "../../src/spool/quarantine.ts";
import { removeIfSettled, sizeOfLog } from "../../src/spool/remove-log.ts";
import type { Timers } from "../../src/timers.ts";
import type { BatchStore } from "../../src/worker/batch-store.ts";
import { Dispatcher } from "../../src/worker/dispatcher.ts";
import { OwnLog } from "../../src/worker/own-log.ts";
import type { StartThread } from "../../src/worker-thread.ts";
import { systemError } from "../spool/support/failing-disk.ts";
import { identity } from "../spool/support/logs.ts";
import { chunk } from "./chunks.ts";
import { spoolSettings } from "./dispatching.ts";
import { ManualTimers, settled } from "./manual-timers.ts";
import type { MemoryStore } from "./memory-store.ts";

/** A shipper and its workers in one thread, in which every end can be had: that of a worker, and that of all. */
export interface LivingProcess {
  readonly shipper: Shipper;
  /** How many records of a table began. */
  readonly begun: (table?: Made) => number;
  /** Hands over so many records, as a recorder does: what is refused is told before what comes next. */
  make(rows: number, table?: Made): void;
  /** So many records begin that never end. */
  begin(count: number, table?: Made): void;
  /** The worker ends, with all that it has in memory; what it said before is heard. */
  killWorker(): void;
  /** From now on the disk takes no more of the log, for this reason; none mends it. */
  breakDisk(errno: string | undefined): void;
  /** The next insert is stored, and nobody ever hears of it. */
  silenceStore(): void;
  pass(ms: number): Promise<void>;
  /** Closes as a service does, and gives the log up. */
  close(deadlineMs: number): Promise<void>;
  /** Everything ends at once. */
  kill(): void;
}

/** A table that a recorder makes records of. @default everywhere: decisions */
export type Made = "decisions" | "remote_calls" | "coverage";

/** What a test may choose of a process. */
export interface LivingGiven {
  readonly spool?: Partial<SpoolSettings>;
  readonly memoryBytes?: number;
  readonly maxPendingBytes?: number;
}

/** A process whose log is `log` in a root, over a store in memory. */
export function livingProcess(root: string, store: MemoryStore, given: LivingGiven = {}): LivingProcess {
  const timers = new ManualTimers();
  const spool = spoolSettings(root, given.spool);
  mkdirSync(spool.directory, { recursive: true });
  const begunFile = new BegunFile(spool.directory, identity, { onFault: (fault) => unexpected(fault) });
  const silence = { isDue: false };
  let killWorker = (): void => undefined;
  let diskFault: string | undefined;
  let isEnded = false;
  const tables: Record<Made, Tally> = {
    decisions: { begun: 0, seq: 0, untold: [] },
    remote_calls: { begun: 0, seq: 0, untold: [] },
    coverage: { begun: 0, seq: 0, untold: [] },
  };

  const startThread: StartThread = (events, next) => {
    let isDead = false;
    const settings: WorkerSettings = {
      ...identity,
      storage: { url: "", database: "", username: "", password: "", compression: false },
      batch: { maxRows: 8, maxBytes: 10_000, maxWaitMs: 50 },
      memoryBytes: given.memoryBytes ?? 200,
      polls: { ledgers: [], pollMs: 1_000 },
      next,
      spool,
    };
    const isOver = (): boolean => isDead || isEnded;
    const reply = (said: Reply): void => {
      if (!isOver()) events.reply(structuredClone(said));
    };
    const mortal = mortalStore(store, isOver, silence);
    const mortalTimers: Timers = {
      now: () => timers.now(),
      after: (ms, work) =>
        timers.after(ms, () => {
          if (!isOver()) work();
        }),
    };
    const now = (): number => 1_700_000_000_000;
    const disk: Disk = {
      ...nodeDisk,
      write(...written) {
        if (isOver()) throw systemError("EIO");
        if (diskFault !== undefined) throw systemError(diskFault);
        return nodeDisk.write(...written);
      },
      rename(...names) {
        if (isOver()) throw systemError("EIO");
        nodeDisk.rename(...names);
      },
    };
    const log = new OwnLog({ settings: spool, identity, now, onFault: () => undefined, disk });
    const dispatcher = new Dispatcher({
      settings,
      store: mortal,
      log,
      quarantine: new Quarantine(root),
      reply,
      timers: mortalTimers,
      wallClock: now,
      random: () => 0.5,
    });
    const end = (): void => {
      if (isOver()) return;
      isDead = true;
      events.ended({ code: "EXIT", message: "ended" });
    };
    killWorker = end;
    return {
      post(request: Request, transfer) {
        const message = structuredClone(request, { transfer: [...transfer] });
        if (message.kind === "close") void dispatcher.close().then(end);
        else dispatcher.handle(message);
      },
      ref: () => undefined,
      unref: () => undefined,
      terminate: end,
    };
  };

  const shipper = new Shipper({
    startThread,
    hasSpool: true,
    catalog: [],
    maxPendingBytes: given.maxPendingBytes ?? 2_000,
    timers,
    onFault: () => undefined,
    onInsert: () => undefined,
    onRows: () => undefined,
    restartsPerMinute: 1_000,
  });
  shipper.start();
  const note = (count: number, table: Made = "decisions"): void => {
    const tally = tables[table];
    tally.begun += count;
    begunFile.note(tally.begun, table);
  };
  const tell = (table: Made): boolean => {
    const { untold } = tables[table];
    if (untold.length > 0 && shipper.missing(table, untold)) tables[table].untold = [];
    return tables[table].untold.length === 0;
  };
  return {
    shipper,
    begun: (table = "decisions") => tables[table].begun,
    make(rows, table = "decisions") {
      note(rows, table);
      const tally = tables[table];
      const given = chunk({ table, firstSeq: tally.seq + 1, rows });
      tally.seq += rows;
      if (!tell(table) || !shipper.accept(given))
        tally.untold.push({ cause: "refused", firstSeq: tally.seq - rows + 1, lastSeq: tally.seq });
    },
    begin: note,
    killWorker: () => killWorker(),
    breakDisk: (errno) => void (diskFault = errno),
    silenceStore: () => void (silence.isDue = true),
    async pass(ms) {
      await timers.pass(ms);
      for (let turns = 0; turns < 8; turns += 1) await settled();
    },
    async close(deadlineMs) {
      const made: readonly Made[] = ["decisions", "remote_calls", "coverage"];
      for (const table of made) tell(table);
      const begun = Object.fromEntries(made.map((table) => [table, tables[table].begun]));
      const closed = shipper.close(deadlineMs, begun).then(() => true);
      while (!(await Promise.race([closed, this.pass(100).then(() => false)])));
      isEnded = true;
      begunFile.close();
      // What a claim does when it is released.
      if (shipper.isComplete || sizeOfLog(spool.directory) > 0) removeIfSettled(spool.directory);
    },
    kill() {
      isEnded = true;
      begunFile.close();
    },
  };
}

/** What a recorder knows of one table. */
interface Tally {
  begun: number;
  seq: number;
  untold: { cause: "refused"; firstSeq: number; lastSeq: number }[];
}

/** A store that a worker hears nothing from once it is dead, and now and then before. */
function mortalStore(store: MemoryStore, isOver: () => boolean, silence: { isDue: boolean }): BatchStore {
  const never = new Promise<never>(() => undefined);
  const hear = async <T>(answer: Promise<T>): Promise<T> => {
    const heard = await answer.then(
      (value) => () => value,
      (error: unknown) => () => {
        throw error;
      },
    );
    return isOver() ? never : heard();
  };
  return {
    check: () => hear(store.check()),
    registerCatalog: (rows) => hear(store.registerCatalog(rows)),
    storedSequences: (range) => (isOver() ? never : hear(store.storedSequences(range))),
    insertBatch(batch) {
      if (isOver()) return never;
      const isSilent = silence.isDue;
      silence.isDue = false;
      const inserted = store.insertBatch(batch);
      return isSilent ? inserted.then(() => never) : hear(inserted);
    },
    isRejection: (error) => store.isRejection(error),
    isForbidden: (error) => store.isForbidden(error),
    isOfTable: (error) => store.isOfTable(error),
    close: () => Promise.resolve(),
  };
}

function unexpected(fault: unknown): never {
  throw new Error("nothing may go wrong on this disk", { cause: fault });
}
