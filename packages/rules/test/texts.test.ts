import { LEDGERS, catalogRecord, decisionRecord, gapRecord } from "@probity/core";
import { describe, expect, it } from "vitest";
import { instruments } from "../src/law.ts";
import { rulePacks } from "../src/packs.ts";
import type { Rule } from "../src/rule.ts";
import { rulesReference } from "../src/rules-index.ts";

const packs = [...rulePacks.values()];
const rules = packs.flatMap((pack) => pack.rules.map((rule): [string, Rule] => [rule.id, rule]));

/** The provisions' own name for what L01 is about. */
const QUOTED = /「违法和不良信息」/g;
/** A code. */
const CODES = /TAG\.ILLEGAL/g;

describe("the texts of a rule", () => {
  it.each(rules)("%s speak of a suspicion, never of a verdict", (_, rule) => {
    const { title, meaning, description, blindSpots, example, enforcement } = rule;
    expect(title.zh).toMatch(/^疑似/);
    expect(title.en).toMatch(/^Suspected /);
    for (const text of [title, meaning, description, blindSpots, example, enforcement]) {
      if (!text) continue;
      expect(text.zh.replaceAll(QUOTED, "")).not.toMatch(/违法|违规|非法|侵权|处罚|犯罪/);
      expect(text.en.replaceAll(CODES, "")).not.toMatch(
        /violat|illegal|unlawful|breach|infring|offen[cs]e|guilty|penalt/i,
      );
    }
  });

  it("are on a page that says so too", () => {
    const page = rulesReference(packs);
    expect(page).toContain("疑似 / 待复核");
    expect(page.replaceAll(QUOTED, "").replaceAll(CODES, "")).not.toMatch(/违法|violat|illegal/i);
  });

  it.each(rules)("%s are there in Chinese and in English", (_, rule) => {
    const { title, meaning, description, blindSpots, example } = rule;
    for (const text of [title, meaning, description, blindSpots, example]) {
      expect(text?.zh).toMatch(/[\u4e00-\u9fff]{4}/);
      expect(text?.en).toMatch(/^[\x20-\x7e]{20,}$/);
    }
  });
});

describe("the metadata of a rule", () => {
  it("has an id of its own, whatever the pack", () => {
    const ids = rules.map(([id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it("holds all thirty of the first wave", () => {
    const count = { M: 7, S: 5, L: 2, C: 5, P: 2, I: 3, F: 4, R: 2 };
    const wanted = Object.entries(count).flatMap(([letter, last]) =>
      Array.from({ length: last }, (_, n) => `${letter}0${String(n + 1)}`),
    );
    const ids = new Set(rules.map(([id]) => id));
    expect(wanted).toHaveLength(30);
    expect(wanted.filter((id) => !ids.has(id))).toEqual([]);
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

  it("leaves no text uncited", () => {
    const cited = new Set(rules.flatMap(([, { basis }]) => basis.map(({ instrument }) => instrument)));
    expect(Object.keys(instruments).filter((name) => !cited.has(name as keyof typeof instruments))).toEqual(
      [],
    );
  });

  it.each(rules)(
    "%s is made ready for decisions if, and only if, it says that it looks at them",
    (_, rule) => {
      expect(rule.compile !== undefined).toBe(rule.when.includes("inline"));
      if (rule.inspect) expect(rule.when).toContain("registry");
    },
  );

  it.each(rules)("%s names inputs that exist", (_, { inputs }) => {
    const columns = [decisionRecord, gapRecord, ...LEDGERS].flatMap((table) =>
      table.columnNames().map((name) => `${table.name}.${name}`),
    );
    const known = [
      ...columns,
      ...catalogRecord.columnNames().map((name) => `catalog.${name}`),
      ...["audience", "features", "filed", "filing", "pia"].map((name) => `algorithm.${name}`),
      ...["display", "optOut"].map((name) => `outlet.${name}`),
      ...["contract", "recipient"].map((name) => `source.${name}`),
    ];
    expect(inputs.length).toBeGreaterThan(0);
    expect(inputs.filter((input) => !known.includes(input))).toEqual([]);
  });
});
