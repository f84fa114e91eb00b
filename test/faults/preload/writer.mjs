// Loaded into the service where the paths of its log must be known before it starts: strace takes no patterns. The UUID
// that createProbe makes for its writer is the one that was given.
import crypto from "node:crypto";
import { syncBuiltinESMExports } from "node:module";
import { isMainThread } from "node:worker_threads";

const given = process.env.FAULTS_WRITER;
if (isMainThread && given !== undefined) {
  const { randomUUID } = crypto;
  crypto.randomUUID = (...options) =>
    new Error().stack?.includes("create-probe") ? given : randomUUID(...options);
  syncBuiltinESMExports();
}
