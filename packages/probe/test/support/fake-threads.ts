import type { Fault } from "../../src/fault.ts";
import { heldBytesOf, type Request, type Span } from "../../src/protocol.ts";
import type { StartThread, ThreadEvents } from "../../src/worker-thread.ts";

/** A worker thread that does only what the test says. */
export interface FakeThread {
  readonly requests: Request[];
  /** Whether it would keep the process alive. */
  isReferenced: boolean;
  isTerminated: boolean;
  readonly events: ThreadEvents;
  /** Spans of the chunks that it was given and has not answered for. */
  readonly held: Span[];
  /** Answers for the oldest chunk. */
  store(): void;
  /** Answers the oldest drain. */
  drained(): void;
  die(fault?: Fault): void;
}

/** Starts fake threads; the list grows with each. */
export function fakeThreads(): { readonly start: StartThread; readonly threads: FakeThread[] } {
  const threads: FakeThread[] = [];
  return { threads, start: (events) => startThread(events, threads) };
}

function startThread(events: ThreadEvents, threads: FakeThread[]): ReturnType<StartThread> {
  const drains: number[] = [];
  const thread: FakeThread = {
    requests: [],
    held: [],
    isReferenced: false,
    isTerminated: false,
    events,
    store() {
      const span = thread.held.shift();
      if (span) events.reply({ kind: "reached", stage: "stored", span, tookMs: 7 });
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
      thread.held.push({
        table,
        firstSeq,
        lastSeq,
        rows: ends.length,
        heldBytes: heldBytesOf(request.chunk),
      });
    },
    ref: () => void (thread.isReferenced = true),
    unref: () => void (thread.isReferenced = false),
    terminate: () => void (thread.isTerminated = true),
  };
}
