// Loaded into the service and into its worker threads: the wall clock as both see it can be stepped while they run. A
// clock that never goes back, performance.now(), is left alone, as it is by whoever sets a real clock.
import { syncBuiltinESMExports } from "node:module";
import threads from "node:worker_threads";

const RealDate = Date;
const realNow = Date.now;
const steps = new threads.BroadcastChannel("faults-clock");
steps.unref();

let offsetMs = threads.isMainThread
  ? Number(process.env.FAULTS_CLOCK_OFFSET_MS ?? 0)
  : Number(threads.getEnvironmentData("faults-clock") ?? 0);
const step = (ms) => {
  offsetMs = ms;
  if (threads.isMainThread) threads.setEnvironmentData("faults-clock", ms);
};
step(offsetMs);
steps.onmessage = ({ data }) => step(data);

RealDate.now = () => realNow() + offsetMs;
globalThis.Date = new Proxy(RealDate, {
  construct: (target, args) => new target(...(args.length === 0 ? [target.now()] : args)),
  apply: (target) => new target(target.now()).toString(),
});

if (threads.isMainThread) {
  const RealWorker = threads.Worker;
  // The probe gives its thread no options of the process; this one it gets all the same.
  threads.Worker = class extends RealWorker {
    constructor(file, options = {}) {
      super(file, { ...options, execArgv: [...(options.execArgv ?? []), "--import", import.meta.url] });
    }
  };
  syncBuiltinESMExports();
  process.on("message", (message) => {
    if (message?.kind !== "clock") return;
    step(message.offsetMs);
    steps.postMessage(message.offsetMs);
    process.send({ kind: "clock stepped" });
  });
  process.channel?.unref();
}
