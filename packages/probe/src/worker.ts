import { parentPort, workerData } from "node:worker_threads";
import { describeFault } from "./fault.ts";
import type { Reply, Request, WorkerSettings } from "./protocol.ts";
import { systemTimers } from "./timers.ts";
import { startWorker } from "./worker/start-worker.ts";

// The thread that spools and inserts. Its owner is worker-thread.ts.
if (parentPort === null) throw new Error("worker.js runs in a worker thread, started by createProbe");
const port = parentPort;
const reply = (message: Reply): void => port.postMessage(message);

const { dispatcher, store, polls } = startWorker({
  settings: workerData as WorkerSettings,
  reply,
  timers: systemTimers,
  wallClock: Date.now,
});

port.on("message", (request: Request) => {
  try {
    if (request.kind === "close") void close();
    else dispatcher.handle(request);
  } catch (error) {
    reply({ kind: "fault", place: "worker", fault: describeFault(error) });
  }
});

async function close(): Promise<void> {
  const polled = polls.close();
  await dispatcher.close();
  port.close(); // the last thing that keeps the thread
  await Promise.all([store.close(), polled]);
}
