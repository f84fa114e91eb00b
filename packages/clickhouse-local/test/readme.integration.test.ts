import { execFile } from "node:child_process";
import { readdir, readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

import { expect } from "vitest";

import { test } from "./support/servers.ts";

const PACKAGE = new URL("..", import.meta.url);

test("the example at the top of the README runs as it is written", async ({ directory }) => {
  const readme = await readFile(new URL("README.md", PACKAGE), "utf8");
  const [, example = ""] = /```ts\n([^]*?)```/.exec(readme) ?? [];
  const program = example.replace('".probity/clickhouse"', JSON.stringify(directory));
  expect(program).toContain(directory);

  const node = promisify(execFile)(process.execPath, ["--input-type=module", "--eval", program], {
    cwd: fileURLToPath(PACKAGE),
  });
  expect(await node).toEqual({ stdout: "", stderr: "" });
  expect(await readdir(directory)).toContain("data");
});
