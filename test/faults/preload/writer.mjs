// Loaded into the service where the paths of its log must be known before it starts: strace takes no patterns. The first
// UUID that the process makes is its writer's.
import crypto from "node:crypto";
import { syncBuiltinESMExports } from "node:module";
import { isMainThread } from "node:worker_threads";

let given = process.env.FAULTS_WRITER;
if (isMainThread && given !== undefined) {
  const { randomUUID } = crypto;
  crypto.randomUUID = (...options) => {
    const uuid = given ?? randomUUID(...options);
    given = undefined;
    return uuid;
  };
  syncBuiltinESMExports();
}
