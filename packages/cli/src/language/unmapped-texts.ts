import type { Language } from "./language.ts";

/** What `probity unmapped` says. */
export interface UnmappedTexts {
  readonly title: (calls: number) => string;
  readonly service: string;
  readonly system: string;
  readonly place: string;
  readonly operation: string;
  readonly target: string;
  readonly calls: string;
  readonly decisions: string;
  readonly fields: string;
  readonly suggested: (service: string) => string;
  readonly fillIn: string;
  readonly callCount: (calls: number) => string;
  readonly hopeless: (calls: number) => string;
  readonly notToldApart: (calls: number, decisions: number) => string;
  readonly nothing: string;
  readonly hasMore: string;
  readonly past: string;
}

const en: UnmappedTexts = {
  title: (calls) =>
    `${calls} ${calls === 1 ? "call" : "calls"} that no rule maps to a source: what was read is not known`,
  service: "Service",
  system: "System",
  place: "Where",
  operation: "Operation",
  target: "Target",
  calls: "Calls",
  decisions: "Decisions",
  fields: "Fields",
  suggested: (service) => `Suggested for the configuration of ${service}; check each before you take it over`,
  fillIn: "to be filled in: what it may be used for",
  callCount: (calls) => `${calls} ${calls === 1 ? "call" : "calls"}`,
  hopeless: (calls) =>
    `${calls} ${calls === 1 ? "call says" : "calls say"} too little of themselves for a rule: no system, or nothing but that`,
  notToldApart: (calls, decisions) =>
    `${calls} calls in ${decisions} ${decisions === 1 ? "decision" : "decisions"} were too many to be told apart; some of them may be mapped`,
  nothing: "No call is unmapped in this time.",
  hasMore: "there are more kinds of calls: narrow it down with --service, --since or --until",
  past: "What is recorded stays as it was: after a change of rules, ask for the time since, with --since",
};

const zh: UnmappedTexts = {
  title: (calls) => `${calls} 次调用没有规则映射到数据源，读取内容未知`,
  service: "服务",
  system: "系统",
  place: "位置",
  operation: "操作",
  target: "对象",
  calls: "调用数",
  decisions: "决策数",
  fields: "字段",
  suggested: (service) => `对 ${service} 配置的建议，采用前请逐条核对`,
  fillIn: "待填写：允许的使用目的",
  callCount: (calls) => `${calls} 次调用`,
  hopeless: (calls) => `${calls} 次调用信息过少（没有系统，或只有系统），无法给出规则`,
  notToldApart: (calls, decisions) =>
    `${decisions} 次决策中有 ${calls} 次调用数量过多未逐一区分，其中可能有已映射的`,
  nothing: "这段时间没有未映射的调用。",
  hasMore: "还有更多种类的调用：请用 --service、--since、--until 缩小范围",
  past: "已有记录不会改变：修改规则后，请用 --since 查询之后的时间",
};

/** The texts of each language. */
export const unmappedTexts: Readonly<Record<Language, UnmappedTexts>> = { zh, en };
