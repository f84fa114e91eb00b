// Loaded into every process of the harness: whoever started it learns its process id, also when strace stands between,
// and it ends with them.
if (process.send) {
  process.send({ kind: "started", pid: process.pid });
  process.once("disconnect", () => process.kill(process.pid, "SIGKILL"));
  process.channel.unref();
}
