import type { Fault } from "../../src/fault.ts";
import { heldBytesOf, type Request, type Span, type WorkerSettings } from "../../src/protocol.ts";
import type { StartThread, ThreadEvents } from "../../src/worker-thread.ts";

/** A chunk that a fake thread was given. */
interface HeldChunk {
  readonly span: Span;
  readonly heldBytes: number;
}

/** A worker thread that does only what the test says. */
export interface FakeThread {
  /** The numbers that it was started with. */
  readonly next: WorkerSettings["next"];
  readonly requests: Request[];
  /** Whether it would keep the process alive. */
  isReferenced: boolean;
  isTerminated: boolean;
  readonly events: ThreadEvents;
  /** The chunks that it was given and has not stored. */
  readonly held: HeldChunk[];
  /** Answers for the oldest chunk that it is in the spool. */
  spool(): void;
  /** Answers for the oldest chunk that it is stored. */
  store(): void;
  /** Answers the oldest drain. */
  drained(): void;
  die(fault?: Fault): void;
}

/** Starts fake threads; the list grows with each. */
export function fakeThreads(): { readonly start: StartThread; readonly threads: FakeThread[] } {
  const threads: FakeThread[] = [];
  return { threads, start: (events, next) => startThread(events, next, threads) };
}

function startThread(
  events: ThreadEvents,
  next: WorkerSettings["next"],
  threads: FakeThread[],
): ReturnType<StartThread> {
  const drains: number[] = [];
  const unspooled: HeldChunk[] = [];
  const free = (held: HeldChunk): void => {
    const index = unspooled.indexOf(held);
    if (index < 0) return;
    unspooled.splice(index, 1);
    events.reply({ kind: "freed", bytes: held.heldBytes });
  };
  const thread: FakeThread = {
    next,
    requests: [],
    held: [],
    isReferenced: false,
    isTerminated: false,
    events,
    spool() {
      const [held] = unspooled;
      if (!held) return;
      free(held);
      events.reply({ kind: "reached", stage: "spooled", spans: [held.span], tookMs: 3 });
    },
    store() {
      const held = thread.held.shift();
      if (!held) return;
      free(held);
      events.reply({ kind: "reached", stage: "stored", spans: [held.span], tookMs: 7 });
    },
    drained() {
      const id = drains.shift();
      if (id !== undefined) events.reply({ kind: "drained", id });
    },
    die: (fault = { code: "EXIT", message: "ended with exit code 1" }) => events.ended(fault),
  };
  threads.push(thread);
  return {
    post(given, transfer) {
      // What a real thread gets: the message, and buffers that the sender has no longer.
      const request = structuredClone(given, { transfer: [...transfer] });
      thread.requests.push(request);
      if (request.kind === "drain") drains.push(request.id);
      if (request.kind !== "chunk") return;
      const { table, firstSeq, lastSeq, ends } = request.chunk;
      const span = { table, firstSeq, lastSeq, rows: ends.length };
      const held = { span, heldBytes: heldBytesOf(request.chunk) };
      thread.held.push(held);
      unspooled.push(held);
    },
    ref: () => void (thread.isReferenced = true),
    unref: () => void (thread.isReferenced = false),
    terminate: () => void (thread.isTerminated = true),
  };
}
