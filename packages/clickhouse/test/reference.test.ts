import { readFile } from "node:fs/promises";

import { format, resolveConfig } from "prettier";
import { expect, it } from "vitest";

import { recordReference } from "../src/reference.ts";

it("has docs/reference/records.md as the column tables have it", async () => {
  const page = new URL("../../../docs/reference/records.md", import.meta.url);
  const expected = await format(recordReference(), { ...(await resolveConfig(page)), parser: "markdown" });
  const hint = "out of date: run pnpm --filter @probity/clickhouse reference";
  expect(await readFile(page, "utf8"), hint).toBe(expected);
});
