import type { Language } from "./language.ts";

/** What `probity path` says around the record's own names. Findings are suspected and to be reviewed, in any language. */
export interface PathTexts {
  readonly decision: string;
  readonly when: string;
  readonly took: (duration: string) => string;
  readonly algorithm: string;
  readonly filing: (number: string) => string;
  readonly noFiling: string;
  readonly rules: (pack: string) => string;
  readonly noRules: string;
  readonly outlet: string;
  readonly noOutlet: string;
  readonly purpose: string;
  readonly request: string;
  readonly trace: (id: string) => string;
  readonly inside: string;
  /** Only the caller's baggage says so. */
  readonly claimedParent: string;

  readonly subject: string;
  readonly nobody: string;
  readonly key: (id: string) => string;
  readonly minorMode: string;
  readonly elderMode: string;
  readonly guardianConsent: string;
  readonly guardianExempt: string;
  readonly minorRules: (version: string) => string;
  /** Minutes. */
  readonly useToday: (minutes: number) => string;
  readonly useContinuous: (minutes: number) => string;
  readonly choices: string;
  readonly personalisationOff: (since: string | undefined) => string;
  readonly deletedTags: (count: number) => string;
  readonly consents: string;
  readonly consent: (version: string) => string;
  readonly separateConsents: (codes: string) => string;
  readonly withdrawn: (time: string) => string;

  readonly data: string;
  readonly dataRead: (sources: number, features: number) => string;
  readonly personalised: string;
  readonly tagsUsed: (count: number) => string;
  readonly nothingRead: string;
  /** There are calls of which it is not known what they read. */
  readonly nothingKnown: string;
  readonly catalogUnknown: string;
  readonly unknownSource: string;
  readonly call: (how: string, at: string, took: string | undefined, count: number) => string;
  readonly noCall: string;
  readonly noCodes: string;
  readonly unregistered: string;
  readonly personal: string;
  readonly notPersonal: string;
  readonly inferred: string;

  readonly seen: (at: string, took: string | undefined, count: number) => string;
  readonly failed: (count: number) => string;
  readonly fields: (names: string) => string;
  readonly callsLeft: (count: number) => string;
  readonly unmapped: string;
  readonly unmappedCalls: (count: number) => string;
  readonly notToldApart: string;
  readonly unmappedHelp: string;

  readonly remote: string;
  readonly remoteCount: (calls: number, services: number, isComplete: boolean) => string;
  readonly remoteReadNothing: string;
  readonly hop: (number: number) => string;
  readonly answered: string;
  readonly byItsClock: (start: string, took: string) => string;
  readonly sameTrace: string;
  readonly otherTrace: string;
  readonly noTrace: string;
  /** `farthest` is the other end of what would do; undefined where there is none. */
  readonly clockShifted: (least: string, farthest: string | undefined) => string;
  readonly clockLonger: string;

  readonly findings: string;
  readonly suspected: (count: number) => string;
  readonly noFindings: string;
  readonly unknownRule: string;
  readonly would: (action: string, mode: string) => string;
  readonly features: (names: string) => string;
  readonly detail: (codes: string) => string;
  readonly basis: (references: string) => string;

  readonly holds: string;
  readonly enforced: (rules: number) => string;
  readonly inShadow: (rules: number) => string;
  readonly heldBack: (what: string) => string;
  readonly wouldHold: (what: string) => string;
  readonly unregisteredHeld: (places: number) => string;
  readonly tagsHeld: (tags: number) => string;
  readonly itemsHeld: (items: number) => string;
  readonly itemHeld: (pseudonym: string) => string;

  readonly interventions: string;
  readonly byPeople: (count: number) => string;
  readonly noInterventions: string;
  readonly item: (pseudonym: string) => string;
  readonly ranks: (from: number, to: number) => string;
  readonly operator: string;
  readonly approver: string;
  readonly reason: string;
  readonly ticket: string;
  readonly valid: (from: string, to: string) => string;
  readonly open: string;
  readonly missing: (what: string) => string;

  readonly details: string;
  readonly significant: string;
  readonly explanation: (reference: string) => string;
  readonly review: (route: string) => string;
  readonly refusable: string;
  readonly notRefusable: string;
  readonly notice: (version: string) => string;
  readonly cohorts: (names: string) => string;

  readonly result: string;
  /** `base` is what it would be without personal terms; undefined where that is not said, or the same. */
  readonly price: (price: string, base: string | undefined) => string;
  readonly items: (count: number) => string;
  readonly noScore: string;
  readonly more: (count: number) => string;
  readonly badInput: string;

  readonly children: string;
  readonly childCount: (count: number, isComplete: boolean) => string;
  readonly childFindings: (count: number) => string;
}

const en: PathTexts = {
  decision: "Decision",
  when: "When",
  took: (duration) => `took ${duration}`,
  algorithm: "Algorithm",
  filing: (number) => `filed as ${number}`,
  noFiling: "no filing number",
  rules: (pack) => `rules ${pack}`,
  noRules: "no rules",
  outlet: "Outlet",
  noOutlet: "none given",
  purpose: "Purpose",
  request: "Request",
  trace: (id) => `trace ${id}`,
  inside: "Inside",
  claimedParent: "as its caller's baggage says",

  subject: "Subject",
  nobody: "nobody signed in",
  key: (id) => `key ${id}`,
  minorMode: "minors' mode on",
  elderMode: "elder mode on",
  guardianConsent: "a guardian's consent on file",
  guardianExempt: "a guardian lifted the curfew",
  minorRules: (version) => `rules for under-14s ${version}`,
  useToday: (minutes) => `in use ${minutes} min today`,
  useContinuous: (minutes) => `${minutes} min without a break`,
  choices: "Choices",
  personalisationOff: (since) => `personalisation off${since === undefined ? "" : ` since ${since}`}`,
  deletedTags: (count) => `${count} interest ${count === 1 ? "tag" : "tags"} deleted`,
  consents: "Consents",
  consent: (version) => `version ${version}`,
  separateConsents: (codes) => `separate for ${codes}`,
  withdrawn: (time) => `withdrawn ${time}`,

  data: "Data calls",
  dataRead: (sources, features) =>
    `${features} ${features === 1 ? "feature" : "features"} of ${sources} ${sources === 1 ? "source" : "sources"}`,
  personalised: "personalised",
  tagsUsed: (count) => `${count} interest ${count === 1 ? "tag" : "tags"}`,
  nothingRead: "none",
  nothingKnown: "none known",
  catalogUnknown: "its catalog was never registered, so features have numbers only",
  unknownSource: "source unknown",
  call: (how, at, took, count) =>
    `${how} at ${at}${took === undefined ? "" : `, took ${took}`}${count === 1 ? "" : `, ${count} times`}`,
  noCall: "no call observed",
  noCodes: "no code",
  unregistered: "not in the catalog",
  personal: "personal",
  notPersonal: "not personal",
  inferred: "inferred",

  seen: (at, took, count) =>
    `at ${at}${took === undefined ? "" : `, took ${took}`}${count === 1 ? "" : `, ${count} times`}`,
  failed: (count) => `${count} failed`,
  fields: (names) => `fields ${names}`,
  callsLeft: (count) => `${count} more, too many to be told apart`,
  unmapped: "Unmapped",
  unmappedCalls: (count) =>
    `${count} ${count === 1 ? "call" : "calls"} that no rule maps to a source: what was read is not known`,
  notToldApart: "calls that were too many to be told apart",
  unmappedHelp: "probity unmapped suggests rules",

  remote: "Other services",
  remoteCount: (calls, services, isComplete) =>
    `${calls} ${calls === 1 ? "call" : "calls"} of ${services} ${services === 1 ? "service" : "services"}` +
    (isComplete ? "" : ", and more that are not shown"),
  remoteReadNothing: "no data call observed",
  hop: (number) => `hop ${number}`,
  answered: "answered",
  byItsClock: (start, took) => `${start} by its clock, took ${took}`,
  sameTrace: "same trace",
  otherTrace: "claimed, trace differs",
  noTrace: "claimed, no trace to tell by",
  clockShifted: (least, farthest) =>
    `clock: lies within its caller's time if moved by ${least}${farthest === undefined ? " or more" : ` (${farthest} at most)`}`,
  clockLonger: "clock: took longer than its caller, which no shift explains",

  findings: "Findings",
  suspected: (count) => `${count} suspected, to be reviewed`,
  noFindings: "none",
  unknownRule: "a rule that this version of Probity doesn't know",
  would: (action, mode) => `action: ${action} (${mode})`,
  features: (names) => `features: ${names}`,
  detail: (codes) => `detail: ${codes}`,
  basis: (references) => `basis: ${references}`,

  holds: "Held back",
  enforced: (rules) => `by ${rules} enforced ${rules === 1 ? "rule" : "rules"}`,
  inShadow: (rules) => `${rules} ${rules === 1 ? "rule" : "rules"} in shadow would have`,
  heldBack: (what) => `held back: ${what}`,
  wouldHold: (what) => `would have held back: ${what}`,
  unregisteredHeld: (places) => `${places} ${places === 1 ? "place" : "places"} outside the catalog`,
  tagsHeld: (tags) => `${tags} interest ${tags === 1 ? "tag" : "tags"}`,
  itemsHeld: (items) => `${items} ${items === 1 ? "item" : "items"} not delivered`,
  itemHeld: (pseudonym) => `item ${pseudonym} not delivered`,

  interventions: "Interventions",
  byPeople: (count) => `${count} by people`,
  noInterventions: "none",
  item: (pseudonym) => `item ${pseudonym}`,
  ranks: (from, to) => `rank ${from === 0 ? "none" : from} → ${to === 0 ? "none" : to}`,
  operator: "operator",
  approver: "approver",
  reason: "reason",
  ticket: "ticket",
  valid: (from, to) => `valid ${from} to ${to}`,
  open: "open",
  missing: (what) => `without ${what}`,

  details: "Details",
  significant: "significantly affects rights and interests",
  explanation: (reference) => `explanation ${reference}`,
  review: (route) => `review by a person at ${route}`,
  refusable: "with an easy way to refuse",
  notRefusable: "without an easy way to refuse",
  notice: (version) => `public notice ${version}`,
  cohorts: (names) => `groups ${names}`,

  result: "Result",
  price: (price, base) => `price ${price}${base === undefined ? "" : ` (${base} without personal terms)`}`,
  items: (count) => `${count} ${count === 1 ? "item" : "items"}`,
  noScore: "no score",
  more: (count) => `… ${count} more`,
  badInput: "Bad input",

  children: "Inside it",
  childCount: (count, isComplete) =>
    `${count} ${count === 1 ? "decision" : "decisions"}${isComplete ? "" : ", and more that are not shown"}`,
  childFindings: (count) => `${count} suspected ${count === 1 ? "finding" : "findings"}`,
};

const zh: PathTexts = {
  decision: "算法决策",
  when: "时间",
  took: (duration) => `耗时 ${duration}`,
  algorithm: "算法",
  filing: (number) => `备案编号 ${number}`,
  noFiling: "无备案编号",
  rules: (pack) => `规则包 ${pack}`,
  noRules: "未经规则检查",
  outlet: "服务出口",
  noOutlet: "未提供",
  purpose: "目的",
  request: "请求",
  trace: (id) => `链路 ${id}`,
  inside: "所属决策",
  claimedParent: "依调用方 baggage 所称",

  subject: "用户主体",
  nobody: "未登录",
  key: (id) => `密钥 ${id}`,
  minorMode: "未成年人模式已开启",
  elderMode: "长辈模式已开启",
  guardianConsent: "已有监护人同意",
  guardianExempt: "监护人已豁免宵禁",
  minorRules: (version) => `不满14周岁专门处理规则 ${version}`,
  useToday: (minutes) => `今日已使用 ${minutes} 分钟`,
  useContinuous: (minutes) => `连续使用 ${minutes} 分钟`,
  choices: "用户选择",
  personalisationOff: (since) => (since === undefined ? "已关闭个性化" : `自 ${since} 起关闭个性化`),
  deletedTags: (count) => `已删除 ${count} 个兴趣标签`,
  consents: "同意",
  consent: (version) => `版本 ${version}`,
  separateConsents: (codes) => `单独同意 ${codes}`,
  withdrawn: (time) => `${time} 撤回`,

  data: "数据调用",
  dataRead: (sources, features) => `${sources} 个数据源，${features} 个特征`,
  personalised: "个性化",
  tagsUsed: (count) => `读取 ${count} 个兴趣标签`,
  nothingRead: "无",
  nothingKnown: "无已知调用",
  catalogUnknown: "该版本数据目录未登记，特征只有编号",
  unknownSource: "来源未知",
  call: (how, at, took, count) =>
    `${how}，始于 ${at}${took === undefined ? "" : `，用时 ${took}`}${count === 1 ? "" : `，共 ${count} 次`}`,
  noCall: "未观察到调用",
  noCodes: "无分类代码",
  unregistered: "未登记",
  personal: "个人信息",
  notPersonal: "非个人信息",
  inferred: "推断",

  seen: (at, took, count) =>
    `始于 ${at}${took === undefined ? "" : `，用时 ${took}`}${count === 1 ? "" : `，共 ${count} 次`}`,
  failed: (count) => `失败 ${count} 次`,
  fields: (names) => `字段 ${names}`,
  callsLeft: (count) => `另有 ${count} 次，数量过多未逐一区分`,
  unmapped: "未映射调用",
  unmappedCalls: (count) => `${count} 次调用没有规则映射到数据源，读取内容未知`,
  notToldApart: "数量过多未逐一区分的调用",
  unmappedHelp: "probity unmapped 可给出建议规则",

  remote: "其他服务",
  remoteCount: (calls, services, isComplete) =>
    `${services} 个服务，${calls} 次调用${isComplete ? "" : "，其余未显示"}`,
  remoteReadNothing: "未观察到数据调用",
  hop: (number) => `第 ${number} 跳`,
  answered: "已应答",
  byItsClock: (start, took) => `按其自身时钟 ${start}，用时 ${took}`,
  sameTrace: "同一链路",
  otherTrace: "自称属于本决策，链路不同",
  noTrace: "自称属于本决策，无链路可核对",
  clockShifted: (least, farthest) =>
    `时钟：平移 ${least}${farthest === undefined ? " 或以上" : `（至多 ${farthest}）`}方落在调用方时间内`,
  clockLonger: "时钟：用时长于调用方，平移时钟无法解释",

  findings: "规则命中",
  suspected: (count) => `疑似 ${count} 项，待复核`,
  noFindings: "无",
  unknownRule: "本版本 Probity 不认识的规则",
  would: (action, mode) => `处置：${action}（${mode}）`,
  features: (names) => `特征：${names}`,
  detail: (codes) => `细节：${codes}`,
  basis: (references) => `依据：${references}`,

  holds: "规则执行",
  enforced: (rules) => `${rules} 条规则已执行`,
  inShadow: (rules) => `${rules} 条规则影子运行`,
  heldBack: (what) => `已拦下：${what}`,
  wouldHold: (what) => `若执行则拦下：${what}`,
  unregisteredHeld: (places) => `目录外 ${places} 处`,
  tagsHeld: (tags) => `${tags} 个兴趣标签`,
  itemsHeld: (items) => `${items} 条内容未送达`,
  itemHeld: (pseudonym) => `内容 ${pseudonym} 未送达`,

  interventions: "人工干预",
  byPeople: (count) => `${count} 次`,
  noInterventions: "无",
  item: (pseudonym) => `内容 ${pseudonym}`,
  ranks: (from, to) => `名次 ${from === 0 ? "无" : from} → ${to === 0 ? "无" : to}`,
  operator: "操作人",
  approver: "审批人",
  reason: "理由",
  ticket: "工单",
  valid: (from, to) => `有效期 ${from} 至 ${to}`,
  open: "不限",
  missing: (what) => `缺${what}`,

  details: "补充信息",
  significant: "对个人权益有重大影响",
  explanation: (reference) => `决策说明 ${reference}`,
  review: (route) => `人工复核途径 ${route}`,
  refusable: "提供便捷的拒绝方式",
  notRefusable: "未提供便捷的拒绝方式",
  notice: (version) => `公示版本 ${version}`,
  cohorts: (names) => `分组 ${names}`,

  result: "结果",
  price: (price, base) => `价格 ${price}${base === undefined ? "" : `（无个人条件时 ${base}）`}`,
  items: (count) => `${count} 条内容`,
  noScore: "无得分",
  more: (count) => `… 其余 ${count} 条`,
  badInput: "输入有误",

  children: "内含决策",
  childCount: (count, isComplete) => `${count} 个${isComplete ? "" : "，其余未显示"}`,
  childFindings: (count) => `疑似命中 ${count} 项`,
};

/** The texts of each language. */
export const pathTexts: Readonly<Record<Language, PathTexts>> = { zh, en };
