import { describe, expect, it } from "vitest";
import { mayServe } from "../../src/register/may-serve.ts";

describe("a process", () => {
  it.each([undefined, "/srv/app.js", "/srv/npm-dashboard/server.js", "/srv/yarn/index.mjs"])(
    "that runs %s may be a service",
    (script) => {
      expect(mayServe(script)).toBe(true);
    },
  );

  it.each([
    "/usr/lib/node_modules/npm/bin/npm-cli.js",
    "/usr/lib/node_modules/npm/bin/npx-cli.js",
    "/usr/bin/npm",
    "/home/a/.yarn/releases/yarn.cjs",
    "C:\\Program Files\\nodejs\\node_modules\\corepack\\dist\\pnpm.js",
  ])("that runs %s starts one", (script) => {
    expect(mayServe(script)).toBe(false);
  });
});
