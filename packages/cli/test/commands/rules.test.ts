import { rulePacks } from "@probity/rules";
import { describe, expect, it } from "vitest";

import { loads, missing, YAML } from "../support/config.ts";
import { jsonLines, probity } from "../support/terminal.ts";

const configured = {
  ports: {
    loadConfig: loads(
      YAML.replace(
        "modes: { M04: off }",
        "modes: { M04: off, M02: enforce }\n  outlets: { home: { M02: shadow } }",
      ),
    ),
  },
};
const alone = { ports: { loadConfig: (file: string) => Promise.reject(missing(file)) } };
const ids = [...rulePacks.values()].flatMap(({ rules }) => rules.map(({ id }) => id));

describe("probity rules list", () => {
  it("lists every rule of every pack, with what the configuration has it do", async () => {
    const { exitCode, out } = await probity(["rules", "list"], configured);
    expect(exitCode).toBe(0);
    const lines = out.trimEnd().split("\n");
    expect(lines[0]).toMatch(/^Rule +Pack +Severity +Action +Looks at +Mode$/);
    expect(lines.slice(1).map((line) => line.split("@")[0])).toEqual(ids);
    expect(out).toMatch(/^M02@\d+ +cn +critical .* enforce, home: shadow +Suspected personalisation/m);
    expect(out).toMatch(/^M04@\d+ .* off /m);
  });

  it("lists the rules alone where there is no configuration", async () => {
    const { exitCode, out } = await probity(["rules", "list", "--lang", "zh"], alone);
    expect(exitCode).toBe(0);
    expect(out.split("\n")[0]).toMatch(/^规则 +规则包 +程度 +处置 +检查对象$/);
    // Some titles quote the law's own 「违法和不良信息」.
    expect(out.replaceAll("「违法和不良信息」", "")).not.toMatch(/违法|违规/);
  });

  it("gives one a line as JSON", async () => {
    const { out } = await probity(["rules", "list", "--json"], configured);
    const rules = jsonLines(out);
    expect(rules.map(({ id }) => id)).toEqual(ids);
    expect(rules.find(({ id }) => id === "M02")).toMatchObject({
      pack: "cn",
      configured: { isActive: true, mode: "enforce", outlets: { home: "shadow" } },
    });
  });
});

describe("probity rules show", () => {
  it("shows what a rule looks for, its basis, and what it can't see", async () => {
    const { exitCode, out } = await probity(["rules", "show", "m02"], configured);
    expect(exitCode).toBe(0);
    const rule = rulePacks.get("cn")?.rules.find(({ id }) => id === "M02");
    expect(out).toMatch(/^M02@\d+ Suspected personalisation for an under-14/);
    expect(out).toContain("Mode: enforce, home: shadow\n");
    expect(out).toContain(rule?.description.en);
    expect(out).toContain(rule?.blindSpots.en);
    expect(out).toContain("PIPL@2021-08-20 31 [V]\n");
    expect(out).toContain("suspected and to be reviewed");
  });

  it("does so in Chinese, with the titles of the laws", async () => {
    const { out } = await probity(["rules", "show", "M02", "--lang", "zh"], alone);
    expect(out).toContain("PIPL@2021-08-20《个人信息保护法》 31 [V]\n");
    expect(out).toContain("命中均为疑似、待复核");
  });

  it("names the rules that there are for one that it doesn't know", async () => {
    const { exitCode, err } = await probity(["rules", "show", "M99"], alone);
    expect(exitCode).toBe(2);
    expect(err).toContain("expected a rule, one of M01, M02");
  });
});
