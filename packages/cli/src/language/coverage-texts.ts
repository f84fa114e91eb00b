import type { Language } from "./language.ts";

/** What `probity coverage` says. That a route may be a ranking is suspected, and to be reviewed, in any language. */
export interface CoverageTexts {
  readonly total: (decisions: number, requests: number, share: string) => string;
  readonly noTraffic: string;
  readonly nothing: string;
  readonly configured: string;
  readonly silent: string;
  readonly remote: string;
  readonly suspected: string;
  readonly others: (routes: number, requests: number) => string;
  readonly service: string;
  readonly route: string;
  readonly algorithm: string;
  readonly requests: string;
  readonly decisions: string;
  readonly share: string;
  readonly remoteCalls: string;
  readonly json: string;
  readonly without: string;
  /** Why a request did not become a decision, by the record's code. */
  readonly reasons: Readonly<Record<string, string>>;
  readonly reason: (why: string, requests: number) => string;
  readonly lostDecisions: (missing: number) => string;
  readonly lostRemoteCalls: (missing: number) => string;
  readonly lostCoverage: (missing: number) => string;
  readonly nothingLost: string;
  readonly unknownRoute: string;
  readonly hasMore: string;
}

const en: CoverageTexts = {
  total: (decisions, requests, share) =>
    `Of ${requests} ${requests === 1 ? "request" : "requests"} to configured routes, ${decisions} became ${decisions === 1 ? "a decision" : "decisions"} (${share}).`,
  noTraffic: "No request came to a configured route.",
  nothing: "No statement of coverage is stored for this time.",
  configured: "Configured routes",
  silent: "Configured routes that nobody asked for",
  remote: "Routes recorded as a part of other services' decisions",
  suspected: "Routes that are not configured and answer JSON: suspected to be rankings, to be reviewed",
  others: (routes, requests) =>
    `${routes} other ${routes === 1 ? "route" : "routes"} with ${requests} ${requests === 1 ? "request" : "requests"} ${routes === 1 ? "is" : "are"} not configured and did not answer JSON.`,
  service: "Service",
  route: "Route",
  algorithm: "Algorithm",
  requests: "Requests",
  decisions: "Decisions",
  share: "Share",
  remoteCalls: "Remote calls",
  json: "JSON answers",
  without: "Without a decision",
  reasons: {
    not_configured: "not configured",
    fault: "a fault of Probity",
    nested: "within another decision",
  },
  reason: (why, requests) => `${requests} ${why}`,
  lostDecisions: (missing) =>
    `${missing} ${missing === 1 ? "decision has" : "decisions have"} no record: the share that is recorded is smaller by these. probity gaps lists them.`,
  lostRemoteCalls: (missing) =>
    `${missing} ${missing === 1 ? "remote call has" : "remote calls have"} no record.`,
  lostCoverage: (missing) =>
    `${missing} ${missing === 1 ? "statement" : "statements"} of coverage ${missing === 1 ? "is" : "are"} missing: there were more requests than are counted here.`,
  nothingLost: "Nothing is known to be missing of this time.",
  unknownRoute: "(route unknown)",
  hasMore: "there are more routes: narrow it down with --service, --since or --until",
};

const zh: CoverageTexts = {
  total: (decisions, requests, share) =>
    `配置路由共收到 ${requests} 次请求，其中 ${decisions} 次形成算法决策记录（${share}）。`,
  noTraffic: "配置路由没有收到请求。",
  nothing: "这段时间没有已存储的覆盖率记录。",
  configured: "配置路由",
  silent: "无人访问的配置路由",
  remote: "作为其他服务决策一部分记录的路由",
  suspected: "未配置而以 JSON 应答的路由：疑似排序服务，待复核",
  others: (routes, requests) => `另有 ${routes} 个未配置的路由，共 ${requests} 次请求，未以 JSON 应答。`,
  service: "服务",
  route: "路由",
  algorithm: "算法",
  requests: "请求数",
  decisions: "决策数",
  share: "占比",
  remoteCalls: "远程调用",
  json: "JSON 应答",
  without: "未形成决策",
  reasons: { not_configured: "未配置", fault: "Probity 自身故障", nested: "属于另一决策" },
  reason: (why, requests) => `${why} ${requests}`,
  lostDecisions: (missing) =>
    `${missing} 次算法决策没有记录，实际留存的占比应相应扣减；明细见 probity gaps。`,
  lostRemoteCalls: (missing) => `${missing} 次远程调用没有记录。`,
  lostCoverage: (missing) => `缺失 ${missing} 条覆盖率记录，实际请求多于此处统计。`,
  nothingLost: "这段时间未发现缺失的记录。",
  unknownRoute: "（路由未知）",
  hasMore: "还有更多路由：请用 --service、--since、--until 缩小范围",
};

/** The texts of each language. */
export const coverageTexts: Readonly<Record<Language, CoverageTexts>> = { zh, en };
