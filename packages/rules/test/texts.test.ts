import { catalogRecord, decisionRecord } from "@probity/core";
import { describe, expect, it } from "vitest";
import { cn } from "../src/cn/pack.ts";
import { instruments } from "../src/law.ts";
import { rulesReference } from "../src/reference.ts";
import type { Rule } from "../src/rule.ts";

const rules = cn.rules.map((rule): [string, Rule] => [rule.id, rule]);

describe("the texts of a rule", () => {
  it.each(rules)("%s speak of a suspicion, never of a verdict", (_, { title, description, blindSpots }) => {
    expect(title.zh).toMatch(/^疑似/);
    expect(title.en).toMatch(/^Suspected /);
    for (const { zh, en } of [title, description, blindSpots]) {
      expect(zh).not.toMatch(/违法|违规|非法|侵权|处罚|犯罪/);
      expect(en).not.toMatch(/violat|illegal|unlawful|breach|infring|offen[cs]e|guilty|penalt/i);
    }
  });

  it("are on a page that says so too", () => {
    const page = rulesReference(cn);
    expect(page).toContain("疑似 / 待复核");
    expect(page).not.toMatch(/违法|violat|illegal/i);
  });

  it.each(rules)("%s are there in Chinese and in English", (_, { title, description, blindSpots }) => {
    for (const { zh, en } of [title, description, blindSpots]) {
      expect(zh).toMatch(/[\u4e00-\u9fff]{4}/);
      expect(en).toMatch(/^[\x20-\x7e]{20,}$/);
    }
  });
});

describe("the metadata of a rule", () => {
  it("has an id of its own", () => {
    const ids = cn.rules.map(({ id }) => id);
    expect(ids).toEqual(["M01", "M02", "M04", "S01", "S03", "S04", "C01", "L02", "P01", "I01"]);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it.each(rules)(
    "%s cites the texts that are listed, and holds from when its principal one does",
    (_, rule) => {
      for (const { instrument, textVersion } of rule.basis) {
        expect(textVersion).toBe(instruments[instrument].textVersion);
      }
      expect(rule.effectiveFrom).toBe(instruments[rule.basis[0]!.instrument].since);
    },
  );

  it.each(rules)("%s names inputs that exist", (_, { inputs }) => {
    const known = [
      ...decisionRecord.columnNames().map((name) => `decisions.${name}`),
      ...catalogRecord.columnNames().map((name) => `catalog.${name}`),
      "algorithm.features",
    ];
    expect(inputs.length).toBeGreaterThan(0);
    expect(inputs.filter((input) => !known.includes(input))).toEqual([]);
  });
});
