import { readFileSync } from "node:fs";

import type { WholePath } from "@probity/clickhouse";
import { expect, expectTypeOf, it } from "vitest";

import * as api from "../src/index.ts";
import { VERSION } from "../src/version.ts";

it("exports these names and no other", () => {
  expect(Object.keys(api).toSorted()).toEqual(["openLineageEvent", "provDocument"]);
});

it("knows its version", () => {
  const manifest = readFileSync(new URL("../package.json", import.meta.url), "utf8");
  expect(VERSION).toBe((JSON.parse(manifest) as { version: string }).version);
});

it("takes what a store gives as a path", () => {
  expectTypeOf<WholePath>().toExtend<api.ReportedPath>();
});

it("has in its README a program that compiles", () => {
  const example = readFileSync(new URL("./support/example.ts", import.meta.url), "utf8");
  const readme = readFileSync(new URL("../README.md", import.meta.url), "utf8");
  expect(readme).toContain(example.replace("../../src/index.ts", "@probity/report"));
});
