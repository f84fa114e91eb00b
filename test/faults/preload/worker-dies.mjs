// Loaded into the service: its worker threads can be ended from outside, as a thread that ran out of memory ends.
import { syncBuiltinESMExports } from "node:module";
import threads from "node:worker_threads";

if (threads.isMainThread) {
  const alive = new Set();
  const RealWorker = threads.Worker;
  threads.Worker = class extends RealWorker {
    constructor(...args) {
      super(...args);
      alive.add(this);
      this.once("exit", () => alive.delete(this));
    }
  };
  syncBuiltinESMExports();
  process.on("message", async (message) => {
    if (message?.kind !== "end workers") return;
    await Promise.all([...alive].map((worker) => worker.terminate()));
    process.send({ kind: "workers ended" });
  });
  process.channel?.unref();
}
