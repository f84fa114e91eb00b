import type { Confidence } from "@probity/rules";

import type { Language } from "./language.ts";

/** What `probity classify` says. */
export interface ClassifyTexts {
  readonly declared: (suspects: number, features: number) => string;
  readonly unregistered: (suspects: number, features: number) => string;
  readonly nothing: (features: number) => string;
  readonly feature: string;
  readonly declaredCodes: string;
  readonly none: string;
  readonly decisions: string;
  readonly suspected: string;
  readonly sureness: string;
  readonly why: string;
  readonly confidence: Readonly<Record<Confidence, string>>;
  /** Kinds of personal data without a code. */
  readonly kinds: Readonly<Record<string, string>>;
  readonly silence: string;
  readonly unseen: (codes: readonly string[]) => string;
  readonly mostUsed: string;
}

const en: ClassifyTexts = {
  declared: (suspects, features) =>
    `${suspects} of ${features} declared features are suspected of more than is declared; each is to be reviewed`,
  unregistered: (suspects, features) =>
    `${suspects} of ${features} places outside the catalog are suspected to hold such data; each is to be reviewed`,
  nothing: (features) => `Nothing was recognised in the names of ${features} features.`,
  feature: "Feature",
  declaredCodes: "Declared",
  none: "none",
  decisions: "Decisions",
  suspected: "Suspected",
  sureness: "Confidence",
  why: "Why",
  confidence: { high: "high", medium: "medium", low: "low" },
  kinds: {
    name: "a person's name",
    mobile: "telephone number",
    email: "e-mail address",
    gender: "gender",
    age: "age",
    birth_date: "date of birth",
    plate: "number plate",
    device_id: "device identifier",
    user_id: "user identifier",
    address: "postal address",
    organisation: "code of an organisation",
  },
  silence: "It goes by names alone: what is not listed was not recognised, which says nothing of what it is.",
  unseen: (codes) => `No detector looks for these declared codes: ${codes.join(", ")}`,
  mostUsed: "of the places outside the catalog, the 50 that most decisions read were looked at",
};

const zh: ClassifyTexts = {
  declared: (suspects, features) => `${features} 个已登记特征中有 ${suspects} 个疑似还应带有其他代码，待复核`,
  unregistered: (suspects, features) =>
    `${features} 个未登记的读取位置中有 ${suspects} 个疑似含有此类信息，待复核`,
  nothing: (features) => `${features} 个特征的名称中没有识别出任何内容。`,
  feature: "特征",
  declaredCodes: "已登记",
  none: "无",
  decisions: "决策数",
  suspected: "疑似",
  sureness: "把握",
  why: "理由",
  confidence: { high: "高", medium: "中", low: "低" },
  kinds: {
    name: "姓名",
    mobile: "电话号码",
    email: "电子邮件地址",
    gender: "性别",
    age: "年龄",
    birth_date: "出生日期",
    plate: "车牌号",
    device_id: "设备标识",
    user_id: "用户标识",
    address: "住址",
    organisation: "组织机构代码",
  },
  silence: "仅依据名称判断：未列出的只是没有识别出来，不说明它不是。",
  unseen: (codes) => `以下已登记代码没有相应的识别方法：${codes.join("、")}`,
  mostUsed: "未登记的读取位置中，只检查了最多决策读取的 50 个",
};

/** The texts of each language. */
export const classifyTexts: Readonly<Record<Language, ClassifyTexts>> = { zh, en };
