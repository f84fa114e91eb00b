import type { Language } from "./language.ts";

/** What work that goes on for a while says meanwhile. Faults that come from other packages stay in English. */
export interface ProgressTexts {
  readonly interrupted: string;
  readonly waiting: (fault: string, seconds: number) => string;
}

const en: ProgressTexts = {
  interrupted: "ended before it was done; run it again to go on, nothing is stored twice",
  waiting: (fault, seconds) => `${fault}; trying again in ${seconds} s`,
};

const zh: ProgressTexts = {
  interrupted: "尚未完成即被中止；再次运行可继续，不会重复入库",
  waiting: (fault, seconds) => `${fault}；${seconds} 秒后重试`,
};

/** The texts of each language. */
export const progressTexts: Readonly<Record<Language, ProgressTexts>> = { zh, en };
