import { parentPort, workerData } from "node:worker_threads";
import { describeFault } from "./fault.ts";
import type { Reply, Request, WorkerSettings } from "./protocol.ts";
import { systemTimers } from "./timers.ts";
import { openBatchStore } from "./worker/clickhouse-batch-store.ts";
import { Dispatcher } from "./worker/dispatcher.ts";

// The thread that inserts. Its owner is worker-thread.ts.
if (parentPort === null) throw new Error("worker.js runs in a worker thread, started by createProbe");
const port = parentPort;
const reply = (message: Reply): void => port.postMessage(message);

const settings = workerData as WorkerSettings;
const store = openBatchStore(settings.storage);
const dispatcher = new Dispatcher({ settings, store, reply, timers: systemTimers });

port.on("message", (request: Request) => {
  try {
    if (request.kind === "close") void close();
    else dispatcher.handle(request);
  } catch (error) {
    reply({ kind: "fault", place: "worker", fault: describeFault(error) });
  }
});
void dispatcher.check();

async function close(): Promise<void> {
  port.close(); // the last thing that keeps the thread
  await store.close();
}
