import type { Language } from "./language.ts";

/** What `probity quarantine` says. */
export interface QuarantineTexts {
  readonly refusedAt: string;
  readonly service: string;
  readonly writer: string;
  readonly table: string;
  readonly number: string;
  readonly reason: string;
  readonly empty: string;
  readonly listed: (count: number, timeZone: string) => string;
  readonly unreadable: string;
  readonly released: (stored: number, known: number) => string;
  readonly stillRefused: (rows: number) => string;
  readonly untried: (rows: number) => string;
  readonly stopped: string;
}

const en: QuarantineTexts = {
  refusedAt: "Refused",
  service: "Service",
  writer: "Writer",
  table: "Records",
  number: "Number",
  reason: "Reason",
  empty: "The quarantine is empty.",
  listed: (count, timeZone) =>
    `${count} ${count === 1 ? "record" : "records"} in quarantine; times are those of ${timeZone}. ` +
    "To send them again: probity quarantine replay",
  unreadable: "These files can't be read:",
  released: (stored, known) =>
    `${stored} ${stored === 1 ? "record" : "records"} stored and out of quarantine` +
    (known > 0 ? `, ${known} of them stored before` : ""),
  stillRefused: (rows) => `${rows} refused again:`,
  untried: (rows) => `${rows} not tried:`,
  stopped: "ended before they were",
};

const zh: QuarantineTexts = {
  refusedAt: "拒绝时间",
  service: "服务",
  writer: "进程实例",
  table: "记录",
  number: "序号",
  reason: "原因",
  empty: "没有被隔离的记录。",
  listed: (count, timeZone) =>
    `共 ${count} 条被隔离的记录；时间为 ${timeZone} 时间。重新发送：probity quarantine replay`,
  unreadable: "以下文件无法读取：",
  released: (stored, known) =>
    `${stored} 条记录已入库并解除隔离${known > 0 ? `，其中 ${known} 条此前已入库` : ""}`,
  stillRefused: (rows) => `${rows} 条再次被拒绝：`,
  untried: (rows) => `${rows} 条未尝试：`,
  stopped: "已被中止",
};

/** The texts of each language. */
export const quarantineTexts: Readonly<Record<Language, QuarantineTexts>> = { zh, en };
