import { expect, it } from "vitest";

it("exports what the README promises, and nothing else", async () => {
  const names = Object.keys(await import("../src/index.ts"));
  expect(names.sort()).toEqual([
    "LocalClickHouseError",
    "accessStatements",
    "defaultRoles",
    "defaultUsers",
    "isLocalClickHouseError",
    "startClickHouse",
  ]);
});
