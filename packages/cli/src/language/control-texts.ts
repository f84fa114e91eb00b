import type { ControlChangeRow } from "@probity/core";

import type { Language } from "./language.ts";

/** What `probity control` says. */
export interface ControlTexts {
  readonly killed: string;
  readonly notKilled: string;
  readonly nothing: string;
  readonly what: string;
  readonly killSwitch: string;
  readonly scope: string;
  readonly everyOutlet: string;
  readonly outlet: (id: string) => string;
  readonly everyService: string;
  readonly state: string;
  /** What a rule is to do, or how the switch stands. */
  readonly states: Readonly<Record<string, string>>;
  readonly was: (state: string) => string;
  readonly who: string;
  readonly when: string;
  readonly applied: string;
  readonly refused: string;
  readonly took: string;
  readonly waiting: string;
  readonly reason: string;
  readonly source: string;
  readonly sources: Readonly<Record<ControlChangeRow["source"], string>>;
  readonly step: string;
  readonly steps: Readonly<Record<ControlChangeRow["step"], string>>;
  readonly service: string;
  readonly process: string;
  readonly change: string;
  readonly askedBy: (who: string, source: string) => string;
  readonly followUp: (change: string) => string;
  readonly listed: (count: number, timeZone: string) => string;
  readonly hasMore: string;
}

const en: ControlTexts = {
  killed: "The kill switch is thrown: no rule is enforced, hits are recorded.",
  notKilled: "The kill switch is not thrown.",
  nothing: "Nothing else was asked for: rules do what configuration and control files say.",
  what: "Rule",
  killSwitch: "kill switch",
  scope: "Where",
  everyOutlet: "every outlet",
  outlet: (id) => `outlet ${id}`,
  everyService: "every service",
  state: "Mode",
  states: {
    "": "as configured",
    off: "off",
    observe: "observe",
    shadow: "shadow",
    enforce: "enforce",
    thrown: "thrown",
    released: "released",
  },
  was: (state) => `was ${state}`,
  who: "By",
  when: "When",
  applied: "Applied",
  refused: "Refused",
  took: "Took",
  waiting: "Live, silent",
  reason: "Reason",
  source: "Source",
  sources: { config: "configuration", file: "control file", table: "command", probe: "the probe itself" },
  step: "Step",
  steps: { requested: "asked for", applied: "applied", refused: "refused" },
  service: "Service",
  process: "Process",
  change: "Change",
  askedBy: (who, source) => `${who === "" ? "asked for" : `asked for by ${who}`} (${source})`,
  followUp: (change) => `which processes carried it out, and when: probity control show ${change}`,
  listed: (count, timeZone) =>
    `${count} ${count === 1 ? "change" : "changes"}, newest first; times are those of ${timeZone}`,
  hasMore: "there are older ones: raise --limit, or go back with --until",
};

const zh: ControlTexts = {
  killed: "紧急开关已按下：所有规则停止执行，命中仍记录。",
  notKilled: "紧急开关未按下。",
  nothing: "没有其他变更要求：规则按配置与控制文件运行。",
  what: "规则",
  killSwitch: "紧急开关",
  scope: "范围",
  everyOutlet: "全部出口",
  outlet: (id) => `出口 ${id}`,
  everyService: "全部服务",
  state: "模式",
  states: {
    "": "按配置",
    off: "停用",
    observe: "观察",
    shadow: "影子运行",
    enforce: "执行",
    thrown: "已按下",
    released: "已释放",
  },
  was: (state) => `原为${state}`,
  who: "操作人",
  when: "时间",
  applied: "已生效",
  refused: "未执行",
  took: "用时",
  waiting: "在线未回报",
  reason: "理由",
  source: "来源",
  sources: { config: "配置", file: "控制文件", table: "命令", probe: "探针自身" },
  step: "步骤",
  steps: { requested: "提出", applied: "生效", refused: "未执行" },
  service: "服务",
  process: "进程",
  change: "变更",
  askedBy: (who, source) => `${who === "" ? "" : `${who} `}提出（${source}）`,
  followUp: (change) => `哪些进程已生效、何时生效：probity control show ${change}`,
  listed: (count, timeZone) => `共 ${count} 项变更，由新到旧；时间为 ${timeZone} 时间`,
  hasMore: "还有更早的：调大 --limit，或用 --until 往前查",
};

/** The texts of each language. */
export const controlTexts: Readonly<Record<Language, ControlTexts>> = { zh, en };
