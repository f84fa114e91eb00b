import { shareOf } from "./format.ts";
import type { Language } from "./language.ts";

/** What `probity gaps` says. */
export interface GapsTexts {
  readonly noticed: string;
  readonly service: string;
  readonly writer: string;
  readonly table: string;
  readonly numbers: string;
  readonly missing: string;
  readonly stillMissing: string;
  readonly cause: string;
  readonly detail: string;
  readonly gaps: string;
  readonly byCause: string;
  /** How much is known to be missing of all that is known to have begun. */
  readonly blind: (missing: number, all: number) => string;
  /** Everything that was missing came in the end. */
  readonly nothingMissing: (lost: number) => string;
  /** There is no gap at all. */
  readonly noGap: (stored: number) => string;
  readonly nothingStored: string;
  readonly doubled: (rows: number) => string;
  readonly listed: (count: number, timeZone: string) => string;
  readonly hasMore: string;
  /** What to do about rows in quarantine. */
  readonly quarantined: string;
}

const en: GapsTexts = {
  noticed: "Noticed",
  service: "Service",
  writer: "Writer",
  table: "Records",
  numbers: "Numbers",
  missing: "Missing",
  stillMissing: "Still missing",
  cause: "Cause",
  detail: "Detail",
  gaps: "Gaps",
  byCause: "Missing records by cause",
  blind: (missing, all) =>
    `Of ${all} decisions, ${missing} ${missing === 1 ? "has" : "have"} no record (${shareOf(missing, all)}).`,
  nothingMissing: (lost) =>
    `No decision is missing: ${lost === 1 ? "the one that was is" : `the ${lost} that were are`} stored by now.`,
  noGap: (stored) =>
    `No gap is known, and ${stored} ${stored === 1 ? "decision is" : "decisions are"} stored.`,
  nothingStored:
    "No gap is known, and no decision is stored for this time either: where there should be some, try probity doctor.",
  doubled: (rows) => `${rows} ${rows === 1 ? "row is" : "rows are"} there twice.`,
  listed: (count, timeZone) =>
    `${count} ${count === 1 ? "gap" : "gaps"}, newest first; times are those of ${timeZone}. ` +
    "What waits in a service's memory or in a spool shows neither as stored nor as a gap",
  hasMore: "there are older ones: raise --limit, or go back with --until",
  quarantined: "what is in quarantine can be sent again: probity quarantine replay",
};

const zh: GapsTexts = {
  noticed: "发现时间",
  service: "服务",
  writer: "进程实例",
  table: "记录",
  numbers: "序号",
  missing: "缺失",
  stillMissing: "仍缺失",
  cause: "原因",
  detail: "说明",
  gaps: "缺口数",
  byCause: "按原因统计缺失的记录",
  blind: (missing, all) => `${all} 次算法决策中，有 ${missing} 次没有记录（${shareOf(missing, all)}）。`,
  nothingMissing: (lost) => `没有缺失的算法决策：曾缺失的 ${lost} 次均已入库。`,
  noGap: (stored) => `未发现缺口，已入库算法决策 ${stored} 次。`,
  nothingStored: "未发现缺口，但这段时间也没有已入库的算法决策；如应有记录，请运行 probity doctor。",
  doubled: (rows) => `有 ${rows} 行重复。`,
  listed: (count, timeZone) =>
    `共 ${count} 个缺口，由新到旧；时间为 ${timeZone} 时间。仍在服务内存或落盘目录中等待的记录，既不算已入库，也不算缺口`,
  hasMore: "还有更早的缺口：调大 --limit，或用 --until 往前查",
  quarantined: "隔离保存的记录可重新发送：probity quarantine replay",
};

/** The texts of each language. */
export const gapsTexts: Readonly<Record<Language, GapsTexts>> = { zh, en };
