import type {
  Action,
  AgeBand,
  AgeSource,
  AlgorithmType,
  DecisionMode,
  GapCause,
  InterventionKind,
  ItemFlag,
  Observation,
  Outcome,
  OutletForm,
  Pool,
  Protocol,
  Purpose,
  RuleMode,
  Severity,
  Surface,
} from "@probity/core";

import { printable } from "../terminal/printable.ts";
import type { Language } from "./language.ts";

/** What the record's enumerations are called where people read them. */
export interface Words {
  readonly algorithmTypes: Readonly<Record<AlgorithmType, string>>;
  readonly forms: Readonly<Record<OutletForm, string>>;
  readonly surfaces: Readonly<Record<Surface, string>>;
  readonly purposes: Readonly<Record<Purpose, string>>;
  readonly ageBands: Readonly<Record<AgeBand, string>>;
  readonly ageSources: Readonly<Record<AgeSource, string>>;
  readonly observations: Readonly<Record<Observation, string>>;
  readonly interventions: Readonly<Record<InterventionKind, string>>;
  readonly itemFlags: Readonly<Record<ItemFlag, string>>;
  readonly severities: Readonly<Record<Severity, string>>;
  readonly actions: Readonly<Record<Action, string>>;
  readonly modes: Readonly<Record<RuleMode, string>>;
  /** What enforced rules made of a decision. */
  readonly decisionModes: Readonly<Record<DecisionMode, string>>;
  readonly pools: Readonly<Record<Pool, string>>;
  readonly outcomes: Readonly<Record<Outcome, string>>;
  readonly protocols: Readonly<Record<Protocol, string>>;
  /** Why there is no record. */
  readonly gapCauses: Readonly<Record<GapCause, string>>;
  /** Kinds of records, by their table. */
  readonly tables: Readonly<Record<string, string>>;
}

const en: Words = {
  algorithmTypes: {
    unknown: "of unknown type",
    generation: "generation and synthesis",
    personalised_push: "personalised push",
    ranking: "ranking and selection",
    retrieval: "retrieval and filtering",
    dispatch: "dispatch and decision",
  },
  forms: {
    app: "app",
    website: "website",
    miniprogram: "mini-program",
    desktop: "desktop",
    official_account: "official account",
    plugin: "plug-in",
    api: "API",
    other: "other form",
  },
  surfaces: {
    other: "other place",
    home_first: "first screen",
    popup: "pop-up",
    hot: "hot list",
    featured: "featured",
    list: "list",
    push: "push message",
    search: "search",
    feed: "feed",
    related: "related items",
    checkout: "checkout",
    dispatch: "dispatch",
  },
  purposes: {
    content: "content",
    marketing: "marketing",
    pricing: "pricing",
    search: "search",
    dispatch: "dispatch",
    safety: "safety",
  },
  ageBands: {
    unknown: "age unknown",
    u14: "under 14",
    "14-15": "14 or 15",
    "16-17": "16 or 17",
    adult: "adult",
  },
  ageSources: {
    none: "",
    self_declared: "self-declared",
    verified: "verified",
    guardian: "by a guardian",
    inferred: "inferred",
  },
  observations: { declared: "declared", read: "read", span: "span" },
  interventions: {
    unknown: "unknown kind",
    pin: "pin",
    boost: "boost",
    demote: "demote",
    insert: "insert",
    remove: "remove",
    block: "block",
    override: "override",
  },
  itemFlags: {
    ad: "ad",
    ad_labelled: "labelled as ad",
    synthetic: "synthetic",
    synthetic_labelled: "labelled as synthetic",
    induces_bad_conduct: "may induce bad conduct",
    harms_values: "may harm values",
    misuses_minors_image: "may misuse minors' image",
    misuses_minors_data: "may misuse minors' data",
    fraud_suspected: "suspected fraud",
    unlisted_news: "news from an unlisted source",
    paid_ranking: "paid ranking",
    fan_support: "fan support",
    own_product: "own product",
  },
  severities: { info: "info", medium: "medium", high: "high", critical: "critical" },
  actions: {
    record: "record",
    warn: "warn",
    strip_feature: "strip the feature",
    strip_item: "strip the item",
    fallback: "fall back to non-personalised",
    block: "block",
  },
  modes: { observe: "observed only", shadow: "shadow run", enforce: "enforced" },
  decisionModes: {
    as_requested: "as requested",
    non_personalised: "answered without personalisation",
    blocked: "refused",
  },
  pools: { unknown: "", general: "general pool", minors: "pool for minors" },
  outcomes: {
    delivered: "delivered",
    aborted: "cut off by the client",
    failed: "failed",
    unmodified: "unchanged since (304)",
  },
  protocols: { other: "", http: "HTTP", grpc: "gRPC", kafka: "Kafka" },
  gapCauses: {
    refused: "no room in memory",
    unencodable: "could not be encoded, a fault of Probity",
    unfinished: "still open when the service closed",
    dropped: "dropped, the spool was full",
    torn_tail: "cut off while it was written to the spool",
    corrupt: "damaged in the spool",
    quarantined: "refused by ClickHouse, kept in quarantine",
    rejected: "refused by ClickHouse, not kept",
    unclean_end: "process ended before it was spooled",
    worker_died: "worker thread ended before it was spooled",
  },
  tables: {
    decisions: "decisions",
    remote_calls: "remote calls",
    coverage: "coverage",
    gaps: "gap records",
    interventions: "intervention steps",
    choices: "users' choices",
    feedback: "feedback",
    findings: "findings on stored records",
    control_changes: "changes of rules",
    list_snapshots: "states of lists",
  },
};

const zh: Words = {
  algorithmTypes: {
    unknown: "类型未知",
    generation: "生成合成类",
    personalised_push: "个性化推送类",
    ranking: "排序精选类",
    retrieval: "检索过滤类",
    dispatch: "调度决策类",
  },
  forms: {
    app: "App",
    website: "网站",
    miniprogram: "小程序",
    desktop: "桌面端",
    official_account: "公众号",
    plugin: "插件",
    api: "API",
    other: "其他形式",
  },
  surfaces: {
    other: "其他位置",
    home_first: "首页首屏",
    popup: "弹窗",
    hot: "热搜热榜",
    featured: "精选",
    list: "榜单",
    push: "推送",
    search: "搜索",
    feed: "信息流",
    related: "相关推荐",
    checkout: "结算页",
    dispatch: "调度",
  },
  purposes: {
    content: "内容推荐",
    marketing: "商业营销",
    pricing: "定价",
    search: "搜索",
    dispatch: "调度",
    safety: "安全保护",
  },
  ageBands: {
    unknown: "年龄未知",
    u14: "不满14周岁",
    "14-15": "14至15周岁",
    "16-17": "16至17周岁",
    adult: "成年人",
  },
  ageSources: {
    none: "",
    self_declared: "自行申报",
    verified: "已核验",
    guardian: "监护人提供",
    inferred: "推断",
  },
  observations: { declared: "声明", read: "实际读取", span: "链路跨度" },
  interventions: {
    unknown: "种类未知",
    pin: "置顶",
    boost: "加权",
    demote: "降权",
    insert: "插入",
    remove: "移除",
    block: "屏蔽",
    override: "改写",
  },
  itemFlags: {
    ad: "广告",
    ad_labelled: "已标明广告",
    synthetic: "生成合成内容",
    synthetic_labelled: "已标识生成合成",
    induces_bad_conduct: "可能引发不良行为",
    harms_values: "可能影响价值观",
    misuses_minors_image: "可能不当使用未成年人形象",
    misuses_minors_data: "可能不当披露未成年人信息",
    fraud_suspected: "疑似诈骗",
    unlisted_news: "白名单外的新闻来源",
    paid_ranking: "竞价排名",
    fan_support: "应援打榜",
    own_product: "自营商品",
  },
  severities: { info: "提示", medium: "中", high: "高", critical: "严重" },
  actions: {
    record: "记录",
    warn: "告警",
    strip_feature: "剔除特征",
    strip_item: "剔除内容",
    fallback: "转为非个性化",
    block: "阻断",
  },
  modes: { observe: "仅观察", shadow: "影子运行", enforce: "已执行" },
  decisionModes: {
    as_requested: "按请求提供",
    non_personalised: "已改为非个性化结果",
    blocked: "已拒绝提供",
  },
  pools: { unknown: "", general: "通用内容池", minors: "未成年人内容池" },
  outcomes: {
    delivered: "已送达",
    aborted: "客户端中断",
    failed: "失败",
    unmodified: "内容未变（304）",
  },
  protocols: { other: "", http: "HTTP", grpc: "gRPC", kafka: "Kafka" },
  gapCauses: {
    refused: "内存已满，未接收",
    unencodable: "无法编码（Probity 自身故障）",
    unfinished: "服务关闭时尚未结束",
    dropped: "落盘目录已满，被舍弃",
    torn_tail: "写入落盘文件时被截断",
    corrupt: "落盘文件损坏",
    quarantined: "被 ClickHouse 拒绝，已隔离保存",
    rejected: "被 ClickHouse 拒绝，未保存",
    unclean_end: "进程终止时尚未落盘",
    worker_died: "工作线程终止时尚未落盘",
  },
  tables: {
    decisions: "算法决策",
    remote_calls: "远程调用",
    coverage: "覆盖率记录",
    gaps: "缺口记录",
    interventions: "干预步骤",
    choices: "用户选择",
    feedback: "用户反馈",
    findings: "存量记录命中",
    control_changes: "规则变更",
    list_snapshots: "榜单日志",
  },
};

/** The words of each language. */
export const words: Readonly<Record<Language, Words>> = { zh, en };

/** What the records of a table are called. */
export function tableName(table: string, language: Language): string {
  return words[language].tables[table] ?? printable(table);
}
