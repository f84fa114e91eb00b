// Loaded into a server under measurement: it tells how much CPU it has used so far, in microseconds, and ends with the
// benchmark that started it.
import { readFileSync } from "node:fs";

process.once("disconnect", () => process.kill(process.pid, "SIGKILL"));
process.on("message", () => {
  const { user, system } = process.cpuUsage();
  process.send({ process: user + system, mainThread: mainThread() });
});
process.channel.unref();

function mainThread() {
  try {
    return Number(readFileSync("/proc/self/schedstat", "utf8").split(" ")[0]) / 1000;
  } catch {
    return undefined; // Linux tells; others don't
  }
}
