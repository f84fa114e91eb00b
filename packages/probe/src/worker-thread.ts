import { Worker } from "node:worker_threads";
import { describeFault, type Fault } from "./fault.ts";
import type { Reply, Request, WorkerSettings } from "./protocol.ts";

/** The worker as its owner sees it. */
export interface WorkerThread {
  post(request: Request, transfer: readonly ArrayBuffer[]): void;
  /** Keeps the process alive for the thread's sake; a new thread doesn't. */
  ref(): void;
  unref(): void;
  /** Ends it at once. `ended` is still told. */
  terminate(): void;
}

/** Who is told what a thread does. */
export interface ThreadEvents {
  reply(reply: Reply): void;
  /** The last event, exactly once. `fault` is why, as far as it is known. */
  ended(fault: Fault): void;
}

/** Starts a worker; `next` are the sequence numbers that come next, by table. */
export type StartThread = (events: ThreadEvents, next: WorkerSettings["next"]) => WorkerThread;

/** Starts worker threads with these settings. They see neither the host's environment nor its Node options. */
export function threadStarter(settings: Omit<WorkerSettings, "next">): StartThread {
  return (events, next) => {
    // Also right when this file runs from source: the thread itself always runs what was built.
    const worker = new Worker(new URL("../dist/worker.js", import.meta.url), {
      name: "probity",
      workerData: { ...settings, next } satisfies WorkerSettings,
      env: {},
      execArgv: [],
    });
    let fault: Fault | undefined;
    worker.on("message", (reply: Reply) => events.reply(reply));
    worker.on("error", (error) => (fault = describeFault(error)));
    worker.once("exit", (code) =>
      events.ended(fault ?? { code: "EXIT", message: `ended with exit code ${code}` }),
    );
    worker.unref();
    return {
      post: (request, transfer) => worker.postMessage(request, transfer),
      ref: () => worker.ref(),
      unref: () => worker.unref(),
      terminate: () => void worker.terminate(),
    };
  };
}
