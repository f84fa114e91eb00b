/**
 * `node --import @probity/opentelemetry/register app.js`: the service that runs in this process is recorded as `probity.yaml`
 * says, without a change to its code.
 */
// OpenTelemetry's own instrumentation of these, where it is there already, patches them once: for `import` as for `require`
// only if they are imported first. What is loaded below requires them.
import "node:http";
import "node:https";
import { isMainThread } from "node:worker_threads";
import { mayServe } from "./register/may-serve.ts";

// Nothing else is even loaded in a worker thread, Probity's own among them, which is given the same options as its process.
if (isMainThread && mayServe(process.argv[1])) {
  const { register } = await import("./register/register.ts");
  const isAtWork = await register(process.env, (line) => process.stderr.write(`probity: ${line}\n`));
  if (!isAtWork && isRequired(process.env["PROBITY_REQUIRED"])) process.exit(1);
}

function isRequired(value: string | undefined): boolean {
  return value === "1" || value === "true";
}
