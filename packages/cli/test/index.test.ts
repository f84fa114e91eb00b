import { readFile } from "node:fs/promises";

import { expect, it } from "vitest";

import * as api from "../src/index.ts";
import { VERSION } from "../src/version.ts";

it("exports what is listed here, and nothing else", () => {
  expect(Object.keys(api).toSorted()).toEqual(["CliError", "isCliError", "renderPath", "runCli", "systemIo"]);
});

it("knows its own version", async () => {
  const manifest = await readFile(new URL("../package.json", import.meta.url), "utf8");
  expect(VERSION).toBe((JSON.parse(manifest) as { version: string }).version);
});

it("starts in three lines", async () => {
  const text = await readFile(new URL("../src/bin.ts", import.meta.url), "utf8");
  expect(text.trim().split("\n")).toHaveLength(3);
});
