import { readFile } from "node:fs/promises";
import * as core from "@probity/core";
import { expect, it } from "vitest";
import * as rules from "../src/index.ts";

it("the example of the README does what it says", async () => {
  const readme = await readFile(new URL("../README.md", import.meta.url), "utf8");
  const example = /```ts\n([\s\S]*?)```/.exec(readme)?.[1] ?? "";
  const names = { ...core, ...rules };
  const body = example.replaceAll(/^import (\{.*\}) from .*$/gm, "const $1 = names;");
  const logged: unknown[] = [];
  // eslint-disable-next-line @typescript-eslint/no-implied-eval -- the example is ours, and running it is the point
  const run = new Function("names", "console", body) as (...given: unknown[]) => void;
  run(names, { log: (value: unknown) => logged.push(value) });
  expect(logged).toEqual([[["C01", 1]]]);
});
