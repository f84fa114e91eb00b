import type { Language } from "./language.ts";

/** What `probity rules run` says. */
export interface BatchTexts {
  readonly window: (from: string, to: string) => string;
  readonly rule: string;
  readonly title: string;
  readonly looked: string;
  readonly findings: string;
  readonly nothing: string;
  readonly failed: (reason: string) => string;
  readonly sum: (added: number, known: number, isDry: boolean) => string;
  readonly gone: (count: number) => string;
  readonly retry: (reason: string) => string;
  readonly behind: (windows: number) => string;
}

const en: BatchTexts = {
  window: (from, to) => `Records of ${from} to ${to}`,
  rule: "Rule",
  title: "What it looks for",
  looked: "Cases",
  findings: "Findings",
  nothing: "nothing to look at",
  failed: (reason) => `could not look: ${reason}`,
  sum: (added, known, isDry) =>
    `${added} ${added === 1 ? "finding" : "findings"} ${isDry ? "would be" : added === 1 ? "was" : "were"} entered, ` +
    `${known} ${known === 1 ? "was" : "were"} on record already; each suspected and to be reviewed.`,
  gone: (count) =>
    `${count} on record from an earlier run of this window ${count === 1 ? "is" : "are"} not found any more, because records arrived since.`,
  retry: (reason) => `could not run, and will try again: ${reason}`,
  behind: (windows) =>
    `${windows} more ${windows === 1 ? "window is" : "windows are"} over and ${windows === 1 ? "waits" : "wait"}: runs take longer than --every`,
};

const zh: BatchTexts = {
  window: (from, to) => `记录时段：${from} 至 ${to}`,
  rule: "规则",
  title: "检查内容",
  looked: "对象数",
  findings: "疑似",
  nothing: "无适用对象",
  failed: (reason) => `未能检查：${reason}`,
  sum: (added, known, isDry) =>
    `${isDry ? "将新增" : "新增"} ${added} 项，已在案 ${known} 项，均为疑似、待复核。`,
  gone: (count) => `另有 ${count} 项来自此前对同一时段的检查，因后来到达的记录而不再成立；仍留存在案。`,
  retry: (reason) => `未能运行，稍后重试：${reason}`,
  behind: (windows) => `另有 ${windows} 个时段已结束、等待检查：每次运行所需时间长于 --every`,
};

/** The texts of each language. */
export const batchTexts: Readonly<Record<Language, BatchTexts>> = { zh, en };
