import type { Language } from "./language.ts";

/** What the overview says around its figures. */
export interface OverviewTexts {
  readonly nothing: string;
  readonly total: (decisions: string, subjects: string, from: string, to: string) => string;
  readonly decisions: string;
  readonly share: string;
  readonly byAlgorithm: {
    readonly title: string;
    readonly algorithm: string;
    readonly type: string;
    readonly outlet: string;
    readonly personalised: string;
    readonly minors: string;
    readonly intervened: string;
  };
  readonly byFeature: {
    readonly title: string;
    readonly feature: string;
    readonly source: string;
    readonly codes: string;
  };
  readonly unregistered: { readonly title: string };
  readonly byRule: { readonly title: string; readonly rule: string; readonly severity: string };
  readonly byMode: { readonly title: string; readonly mode: string };
  readonly byHold: {
    readonly title: string;
    readonly mode: string;
    readonly action: string;
    readonly features: string;
    readonly tags: string;
    readonly items: string;
  };
  readonly byAge: {
    readonly title: string;
    readonly band: string;
    readonly minors: (share: string) => string;
  };
  readonly byIntervention: { readonly title: string; readonly kind: string };
  readonly badInput: { readonly title: string; readonly name: string };
  readonly lost: { readonly title: string; readonly cause: string; readonly missing: string };
}

const en: OverviewTexts = {
  nothing: "No decision is stored for this time.\n",
  total: (decisions, subjects, from, to) => `${decisions} decisions for ${subjects} users, ${from} to ${to}`,
  decisions: "decisions",
  share: "share",
  byAlgorithm: {
    title: "Decisions by algorithm and outlet",
    algorithm: "algorithm",
    type: "legal type",
    outlet: "outlet",
    personalised: "personalised",
    minors: "minors",
    intervened: "intervened",
  },
  byFeature: { title: "Features used most", feature: "feature", source: "source", codes: "sensitivity" },
  unregistered: { title: "Features used that are not in the catalog" },
  byRule: { title: "Rule hits, suspected and to be reviewed", rule: "rule", severity: "severity" },
  byMode: { title: "Decisions that enforced rules changed", mode: "answer" },
  byHold: {
    title: "Held back by enforced rules; would be by rules in shadow",
    mode: "mode",
    action: "action",
    features: "features",
    tags: "tags",
    items: "items",
  },
  byAge: { title: "Ages", band: "age", minors: (share) => `minors: ${share} of all decisions` },
  byIntervention: { title: "Interventions by people", kind: "kind" },
  badInput: { title: "Input that could not be taken as it was", name: "input" },
  lost: {
    title: "Decisions of which no record came; probity gaps lists them",
    cause: "cause",
    missing: "still missing",
  },
};

const zh: OverviewTexts = {
  nothing: "这段时间没有已存储的算法决策。\n",
  total: (decisions, subjects, from, to) =>
    `共 ${decisions} 次算法决策，涉及 ${subjects} 名用户，${from} 至 ${to}`,
  decisions: "决策数",
  share: "占比",
  byAlgorithm: {
    title: "按算法与服务出口",
    algorithm: "算法",
    type: "法定类型",
    outlet: "出口",
    personalised: "个性化",
    minors: "未成年人",
    intervened: "人工干预",
  },
  byFeature: { title: "使用最多的特征", feature: "特征", source: "数据源", codes: "敏感代码" },
  unregistered: { title: "未登记而被使用的特征" },
  byRule: { title: "规则命中（疑似 / 待复核）", rule: "规则", severity: "程度" },
  byMode: { title: "规则执行改变的决策", mode: "结果" },
  byHold: {
    title: "规则执行拦下的内容（影子运行：若执行则拦下）",
    mode: "模式",
    action: "处置",
    features: "特征",
    tags: "标签",
    items: "内容",
  },
  byAge: { title: "年龄", band: "年龄段", minors: (share) => `未成年人占全部决策的 ${share}` },
  byIntervention: { title: "人工干预", kind: "种类" },
  badInput: { title: "无法照原样记录的输入", name: "输入项" },
  lost: { title: "没有记录的算法决策（明细见 probity gaps）", cause: "原因", missing: "仍缺失" },
};

/** The texts of each language. */
export const overviewTexts: Readonly<Record<Language, OverviewTexts>> = { zh, en };
