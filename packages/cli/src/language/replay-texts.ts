import type { Language } from "./language.ts";

/** What `probity replay` says. */
export interface ReplayTexts {
  readonly reading: (file: string, number: number, of: number) => string;
  readonly nothingArchived: string;
  readonly service: string;
  readonly writer: string;
  readonly table: string;
  readonly archived: string;
  readonly sent: string;
  readonly known: string;
  readonly refused: string;
  readonly missing: string;
  readonly doubled: string;
  readonly firstRefusal: (reason: string) => string;
  readonly missingRows: (table: string, first: number, last: number) => string;
  readonly moreRanges: (count: number) => string;
  readonly whyMissing: string;
  readonly damage: string;
  readonly parts: Readonly<Record<"damaged" | "missing" | "foreign" | "newer" | "unreadable", string>>;
  readonly part: (bytes: number, offset: number) => string;
  readonly lostRows: (table: string, first: number, last: number) => string;
  readonly lostUnknown: string;
  readonly allStored: string;
  readonly notAllStored: (rows: number) => string;
}

const en: ReplayTexts = {
  reading: (file, number, of) => `reading ${file} (${number} of ${of})`,
  nothingArchived: "Nothing is archived there.",
  service: "Service",
  writer: "Writer",
  table: "Records",
  archived: "In the archive",
  sent: "Sent now",
  known: "There before",
  refused: "Refused",
  missing: "Missing",
  doubled: "There twice",
  firstRefusal: (reason) => `refused: ${reason}`,
  missingRows: (table, first, last) => `missing: ${table} ${range(first, last)}`,
  moreRanges: (count) => `and ${count} more such ${count === 1 ? "range" : "ranges"}`,
  whyMissing:
    "What was sent and is missing all the same was deleted there row by row, as a rule: the server remembers " +
    "its last 10,000 batches, and takes none of them again. A table that is truncated forgets them.",
  damage: "What the archive doesn't hold any more:",
  parts: {
    damaged: "damaged",
    missing: "not there",
    foreign: "not of this writer",
    newer: "written by a newer Probity",
    unreadable: "can't be read",
  },
  part: (bytes, offset) => `${bytes} bytes at ${offset}`,
  lostRows: (table, first, last) => `held ${table} ${range(first, last)}`,
  lostUnknown: "what they held can't be told, or is elsewhere",
  allStored: "All that the archive holds of this time is stored.",
  notAllStored: (rows) =>
    `${rows} ${rows === 1 ? "record" : "records"} of the archive ${rows === 1 ? "is" : "are"} not stored.`,
};

const zh: ReplayTexts = {
  reading: (file, number, of) => `正在读取 ${file}（第 ${number} 个，共 ${of} 个）`,
  nothingArchived: "该处没有归档。",
  service: "服务",
  writer: "进程实例",
  table: "记录",
  archived: "归档中",
  sent: "本次发送",
  known: "此前已入库",
  refused: "被拒绝",
  missing: "缺失",
  doubled: "重复",
  firstRefusal: (reason) => `被拒绝：${reason}`,
  missingRows: (table, first, last) => `缺失：${table} ${range(first, last)}`,
  moreRanges: (count) => `另有 ${count} 段`,
  whyMissing:
    "已发送却仍缺失的，多为曾在库中逐行删除的记录：服务器记得最近 10,000 批，不会再次接收；清空整表（TRUNCATE）后即不再记得。",
  damage: "归档中已不可读的部分：",
  parts: {
    damaged: "已损坏",
    missing: "不存在",
    foreign: "不属于该进程实例",
    newer: "由更新版本的 Probity 写入",
    unreadable: "无法读取",
  },
  part: (bytes, offset) => `自第 ${offset} 字节起 ${bytes} 字节`,
  lostRows: (table, first, last) => `其中有 ${table} ${range(first, last)}`,
  lostUnknown: "其中内容无法判断，或另有副本",
  allStored: "归档中这段时间的记录均已入库。",
  notAllStored: (rows) => `归档中有 ${rows} 条记录未入库。`,
};

function range(first: number, last: number): string {
  return first === last ? String(first) : `${first}–${last}`;
}

/** The texts of each language. */
export const replayTexts: Readonly<Record<Language, ReplayTexts>> = { zh, en };
