import type { Language } from "./language.ts";

/** What `probity findings` says. Findings are suspected and to be reviewed, in any language. */
export interface FindingsTexts {
  readonly suspected: string;
  readonly unknownRule: string;
  readonly asksFor: (action: string) => string;
  readonly algorithm: (id: string) => string;
  readonly outlet: (id: string) => string;
  readonly about: (what: string) => string;
  readonly window: (from: string, to: string) => string;
  readonly measures: (figures: string) => string;
  readonly basis: (references: string) => string;
  readonly origin: (service: string, time: string, rules: string, run: string) => string;
  readonly query: (sql: string) => string;
  readonly parameters: (json: string) => string;
  readonly listed: (count: number, timeZone: string) => string;
  readonly hasMore: string;
}

const en: FindingsTexts = {
  suspected: "suspected, to be reviewed",
  unknownRule: "a rule that this version of Probity doesn't know",
  asksFor: (action) => `action: ${action}`,
  algorithm: (id) => `algorithm ${id}`,
  outlet: (id) => `outlet ${id}`,
  about: (what) => `about: ${what}`,
  window: (from, to) => `records of ${from} to ${to}`,
  measures: (figures) => `figures: ${figures}`,
  basis: (references) => `basis: ${references}`,
  origin: (service, time, rules, run) => `${service}, found ${time} by ${rules} in run ${run}`,
  query: (sql) => `query: ${sql}`,
  parameters: (json) => `parameters: ${json}`,
  listed: (count, timeZone) =>
    `${count} ${count === 1 ? "finding" : "findings"}, newest first, each suspected and to be reviewed; times are those of ${timeZone}`,
  hasMore: "there are older ones: raise --limit, or go back with --until",
};

const zh: FindingsTexts = {
  suspected: "疑似，待复核",
  unknownRule: "本版本 Probity 不认识的规则",
  asksFor: (action) => `处置：${action}`,
  algorithm: (id) => `算法 ${id}`,
  outlet: (id) => `服务出口 ${id}`,
  about: (what) => `对象：${what}`,
  window: (from, to) => `记录时段：${from} 至 ${to}`,
  measures: (figures) => `数据：${figures}`,
  basis: (references) => `依据：${references}`,
  origin: (service, time, rules, run) => `${service}，${time} 由 ${rules} 发现，批次 ${run}`,
  query: (sql) => `查询：${sql}`,
  parameters: (json) => `参数：${json}`,
  listed: (count, timeZone) => `共 ${count} 项，由新到旧，均为疑似、待复核；时间为 ${timeZone} 时间`,
  hasMore: "还有更早的：调大 --limit，或用 --until 往前查",
};

/** The texts of each language. */
export const findingsTexts: Readonly<Record<Language, FindingsTexts>> = { zh, en };
