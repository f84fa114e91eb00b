import type { Language } from "./language.ts";

/** What `probity ship` says. */
export interface ShipTexts {
  readonly shipping: (log: string, number: number, of: number, bytes: number) => string;
  readonly nothingToShip: (spool: string) => string;
  readonly shipped: (logs: number, sent: number, known: number) => string;
  readonly lost: string;
  readonly inQuarantine: string;
  readonly left: string;
  readonly live: string;
  readonly stopped: string;
  readonly nothingLeft: string;
}

const en: ShipTexts = {
  shipping: (log, number, of, bytes) => `shipping ${log} (${number} of ${of}, ${sizeOf(bytes)})`,
  nothingToShip: (spool) => `Nothing waits in ${spool}.`,
  shipped: (logs, sent, known) =>
    `${logs} ${logs === 1 ? "log" : "logs"} stored whole: ${sent} ${decisions(sent)} sent now, ${known} there before`,
  lost: "Of these no record will come; gap records say so:",
  inQuarantine: "Why ClickHouse refused what is in quarantine now: probity quarantine list",
  left: "Still in the spool:",
  live: "its process lives, and ships it itself",
  stopped: "ended before it was stored whole",
  nothingLeft: "Nothing is left in the spool.",
};

const zh: ShipTexts = {
  shipping: (log, number, of, bytes) => `正在补送 ${log}（第 ${number} 份，共 ${of} 份，${sizeOf(bytes)}）`,
  nothingToShip: (spool) => `${spool} 中没有待补送的记录。`,
  shipped: (logs, sent, known) =>
    `${logs} 份日志已全部入库：本次发送算法决策 ${sent} 条，此前已入库 ${known} 条`,
  lost: "以下算法决策不会再有记录，已记为缺口：",
  inQuarantine: "被 ClickHouse 拒绝并隔离保存的原因见 probity quarantine list",
  left: "仍在落盘目录中：",
  live: "其进程仍在运行，会自行补送",
  stopped: "尚未全部入库即被中止",
  nothingLeft: "落盘目录中已无遗留。",
};

function decisions(count: number): string {
  return count === 1 ? "decision" : "decisions";
}

function sizeOf(bytes: number): string {
  return bytes < 1_048_576 ? `${Math.ceil(bytes / 1024)} KiB` : `${(bytes / 1_048_576).toFixed(1)} MiB`;
}

/** The texts of each language. */
export const shipTexts: Readonly<Record<Language, ShipTexts>> = { zh, en };
