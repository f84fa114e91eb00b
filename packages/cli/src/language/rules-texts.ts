import type { Occasion } from "@probity/rules";

import type { Language } from "./language.ts";

/** What `probity rules` says. */
export interface RulesTexts {
  readonly rule: string;
  readonly pack: string;
  readonly severity: string;
  readonly action: string;
  readonly when: string;
  readonly occasions: Readonly<Record<Occasion, string>>;
  readonly mode: string;
  readonly notActive: string;
  readonly basis: string;
  readonly blindSpots: string;
  readonly inputs: string;
  readonly since: (day: string) => string;
  readonly marks: string;
}

const en: RulesTexts = {
  rule: "Rule",
  pack: "Pack",
  severity: "Severity",
  action: "Action",
  when: "Looks at",
  occasions: { inline: "each decision", batch: "stored records", registry: "filings" },
  mode: "Mode",
  notActive: "pack not in use",
  basis: "basis",
  blindSpots: "what it can't see",
  inputs: "looks at",
  since: (day) => `its principal basis is in force from ${day}`,
  marks:
    "a hit is suspected and to be reviewed; of the references, [V] the text itself was read, [V2] a secondary source was, [K] from knowledge, not checked, [I] an inference or a choice of ours, not law",
};

const zh: RulesTexts = {
  rule: "规则",
  pack: "规则包",
  severity: "程度",
  action: "处置",
  when: "检查对象",
  occasions: { inline: "每次决策", batch: "存量记录", registry: "备案信息" },
  mode: "模式",
  notActive: "规则包未启用",
  basis: "依据",
  blindSpots: "看不到的情形",
  inputs: "所用数据",
  since: (day) => `主要依据自 ${day} 起施行`,
  marks:
    "命中均为疑似、待复核；依据标记：[V] 已读原文，[V2] 依第二手来源，[K] 凭已有知识、未核对，[I] 推断或本项目的选择，并非法律规定",
};

/** The texts of each language. */
export const rulesTexts: Readonly<Record<Language, RulesTexts>> = { zh, en };
