import { existsSync, readFileSync } from "node:fs";
import { expect, it } from "vitest";
import * as api from "../../src/offline/index.ts";

it("exports what is listed here, and nothing else", () => {
  expect(Object.keys(api).toSorted()).toEqual([
    "SpoolError",
    "inspectSpool",
    "isSpoolError",
    "listQuarantine",
    "replayArchive",
    "replayQuarantine",
    "shipSpool",
  ]);
});

it("is where the package says", () => {
  const manifest = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8")) as {
    exports: Record<string, { default: string }>;
  };
  expect(manifest.exports["./spool"]?.default).toBe("./dist/offline/index.js");
});

it("loads nothing that only a service needs", () => {
  const loaded = importsOf(new URL("../../src/offline/index.ts", import.meta.url));
  expect([...loaded].filter((name) => !name.startsWith("node:")).toSorted()).toEqual([
    "@probity/clickhouse",
    "@probity/core",
  ]);
});

/** What a source loads at run time from outside of the package, through all that it loads from inside. */
function importsOf(source: URL, found: Set<string> = new Set(), seen: Set<string> = new Set()): Set<string> {
  if (seen.has(source.href)) return found;
  seen.add(source.href);
  expect(existsSync(source)).toBe(true);
  const statements = readFileSync(source, "utf8").matchAll(
    /^(?:import|export) (?!type )([^;]*?) from "([^"]+)";/gm,
  );
  for (const [, , target = ""] of statements) {
    if (target.startsWith(".")) importsOf(new URL(target, source), found, seen);
    else found.add(target);
  }
  return found;
}
