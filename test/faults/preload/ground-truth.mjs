// Loaded into the service before anything else. Writes down every request that began before the probe can see it, and
// the decision that was opened for it; both with one write each, so that a SIGKILL takes nothing of it. Requests of other
// services for decisions of theirs are noted as calls. Knows nothing of the probe but the name of its header.
import { openSync, writeSync } from "node:fs";
import http from "node:http";

const truth = openSync(process.env.FAULTS_TRUTH, "a");
const { emit } = http.Server.prototype;

http.Server.prototype.emit = function emitWithTruth(event, ...rest) {
  const [req, res] = rest;
  // A response that has a header already is given the probe's at once, and not only when its head is written.
  if (event === "request") res.setHeader("X-Faults", "1");
  const id = event === "request" ? req.headers["x-request-id"] : undefined;
  const call = event === "request" ? req.headers["x-remote-id"] : undefined;
  if (call !== undefined) writeSync(truth, `called ${call}\n`);
  if (id === undefined) return emit.call(this, event, ...rest);
  writeSync(truth, `begun ${id}\n`);
  const isHandled = emit.call(this, event, ...rest);
  const decision = res.getHeader("Probity-Decision-Id");
  if (decision !== undefined) writeSync(truth, `opened ${id} ${decision}\n`);
  return isHandled;
};
