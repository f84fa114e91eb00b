import { readFile } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import { rules as declared } from "./support/declared-example.ts";
import { findings, seen } from "./support/enforced-example.ts";
import { rules as own } from "./support/own-example.ts";

describe("the examples of the README", () => {
  it.each(["enforced", "declared", "own"])("are the ones that run here: %s", async (name) => {
    const example = await readFile(new URL(`support/${name}-example.ts`, import.meta.url), "utf8");
    const readme = await readFile(new URL("../README.md", import.meta.url), "utf8");
    expect(readme).toContain(`\`\`\`ts\n${example}\`\`\``);
  });

  it("do what they say", () => {
    expect(seen).toEqual(["non_personalised", undefined]);
    expect(findings).toEqual([["C01", 1]]);
    expect(declared).toMatch(/^own@[0-9a-f]{8} !X02$/);
    expect(own).toBe("night@1");
  });
});
