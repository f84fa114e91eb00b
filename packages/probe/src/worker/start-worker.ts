import { describeFault } from "../fault.ts";
import type { Reply, WorkerSettings } from "../protocol.ts";
import { Quarantine } from "../spool/quarantine.ts";
import type { Timers } from "../timers.ts";
import type { BatchStore } from "./batch-store.ts";
import { openBatchStore } from "./clickhouse-batch-store.ts";
import { Dispatcher } from "./dispatcher.ts";
import { openLedgerStore } from "./clickhouse-ledger-store.ts";
import { Inheritance } from "./inheritance.ts";
import { LedgerPolls } from "./ledger-polls.ts";
import { LogShipper } from "./log-shipper.ts";
import { OwnLog } from "./own-log.ts";

export interface StartWorkerOptions {
  readonly settings: WorkerSettings;
  readonly reply: (reply: Reply) => void;
  readonly timers: Timers;
  readonly wallClock: () => number;
}

/** Failures in a row after which the log of a dead process is left for another look, so that others have their turn. */
const MOST_ATTEMPTS = 10;

/** What a worker thread consists of. Everything that goes wrong from here on becomes a reply. */
export function startWorker({ settings, reply, timers, wallClock }: StartWorkerOptions): {
  readonly dispatcher: Dispatcher;
  readonly store: BatchStore;
  readonly polls: LedgerPolls;
} {
  const store = openBatchStore(settings.storage);
  const onFault = (fault: unknown): void =>
    reply({ kind: "fault", place: "spool", fault: describeFault(fault) });
  const log = openLog(settings, wallClock, reply, onFault);
  const quarantine = settings.spool && new Quarantine(settings.spool.root);
  const dispatcher = new Dispatcher({ settings, store, log, quarantine, reply, timers, wallClock });
  void dispatcher.check();
  if (settings.spool && quarantine) {
    const persist = (attempt: () => Promise<unknown>): Promise<void> =>
      dispatcher.persist(attempt, MOST_ATTEMPTS);
    const shipper = new LogShipper({
      store,
      limits: settings.batch,
      quarantine,
      persist,
      wallClock,
      onFault,
    });
    const onSize = (bytes: number): void => log?.spool.setAside(bytes);
    const { spool } = settings;
    void new Inheritance({ settings: spool, shipper, reply, onFault, onSize, timers, wallClock }).watch();
  }
  const { ledgers, pollMs } = settings.polls;
  // Over connections of its own: a batch that takes long must not keep anybody from being stopped.
  const polls = new LedgerPolls({ store: openLedgerStore(settings.storage), ledgers, pollMs, reply, timers });
  void polls.run();
  return { dispatcher, store, polls };
}

// Without its log the worker goes on: rows wait in memory then, and somebody else ships what is on disk.
function openLog(
  settings: WorkerSettings,
  now: () => number,
  reply: (reply: Reply) => void,
  onFault: (fault: unknown) => void,
): OwnLog | undefined {
  if (!settings.spool) return undefined;
  try {
    return new OwnLog({ settings: settings.spool, identity: settings, now, onFault });
  } catch (fault) {
    onFault(fault);
    reply({ kind: "spool", isUp: false, bytes: 0, segments: 0 });
    return undefined;
  }
}
