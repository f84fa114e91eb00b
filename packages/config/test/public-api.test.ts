import { expect, it } from "vitest";

it("exports these names, and no other", async () => {
  expect(Object.keys(await import("../src/index.ts")).sort()).toEqual([
    "ConfigError",
    "configJsonSchema",
    "isConfigError",
    "loadConfig",
    "parseConfig",
    "printProblem",
    "resolvePseudonymSecrets",
    "resolveSecrets",
    "resolveStorageSecrets",
  ]);
});
