import { readdirSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { rulePacks } from "../src/packs.ts";
import type { Rule } from "../src/rule.ts";

const rules = [...rulePacks].flatMap(([pack, each]) =>
  each.rules.map((rule): [string, string, Rule] => [rule.id, pack, rule]),
);

describe("every rule that looks at decisions or declarations", () => {
  const asked = rules.filter(([, , { when }]) => when.some((each) => each !== "batch"));

  it.each(asked)("%s has a test of its own", (id, pack) => {
    const files = readdirSync(new URL(`${pack}/`, import.meta.url));
    expect(files.filter((name) => name.startsWith(`${id.toLowerCase()}-`))).toHaveLength(1);
  });
});
