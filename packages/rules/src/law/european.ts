import type { Instrument } from "../law.ts";

/** Short names of European instruments. */
export type EuropeanInstrument = "DSA" | "AIACT" | "GDPR";

/** Instruments of the European Union. */
export const european: Readonly<Record<EuropeanInstrument, Instrument>> = {
  DSA: {
    zh: "欧盟《数字服务法》（条例 (EU) 2022/2065）",
    en: "Digital Services Act, Regulation (EU) 2022/2065",
    textVersion: "2022-2065",
    since: "2024-02-17",
    note: {
      zh: "编号与日期据一般了解 [K]；超大型平台适用更早",
      en: "number and day from knowledge [K]; very large platforms were bound earlier",
    },
  },
  AIACT: {
    zh: "欧盟《人工智能法》（条例 (EU) 2024/1689）",
    en: "Artificial Intelligence Act, Regulation (EU) 2024/1689",
    textVersion: "2024-1689",
    since: "2027-12-02",
    note: {
      zh: "编号据一般了解 [K]；所列为附件三高风险系统的义务日期，经条例 (EU) 2026/1744 由 2026-08-02 推迟 [V2]",
      en:
        "number from knowledge [K]; the day is that of the duties for high-risk systems of annex III, moved from " +
        "2026-08-02 by Regulation (EU) 2026/1744 [V2]",
    },
  },
  GDPR: {
    zh: "欧盟《通用数据保护条例》（条例 (EU) 2016/679）",
    en: "General Data Protection Regulation, Regulation (EU) 2016/679",
    textVersion: "2016-679",
    since: "2018-05-25",
    note: { zh: "编号与日期据一般了解 [K]", en: "number and day from knowledge [K]" },
  },
};
