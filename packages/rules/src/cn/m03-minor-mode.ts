import { cite } from "../law.ts";
import type { Rule } from "../rule.ts";

export const m03: Rule = {
  id: "M03",
  version: 1,
  effectiveFrom: "2022-03-01",
  title: {
    zh: "疑似在未成年人模式信号存在时仍使用面向所有人的模型或内容池",
    en: "Suspected disregard of the minors' mode: the general model or pool of content served",
  },
  basis: [cite("REG9", "18", "V"), cite("MINREG", "43", "V"), cite("MODE", "", "V2")],
  severity: "high",
  defaultAction: "fallback",
  when: ["inline"],
  inputs: ["decisions.minor_mode", "decisions.pool", "decisions.purpose", "algorithm.audience"],
  meaning: {
    zh: "终端或应用已发出未成年人模式信号，服务应当改用为未成年人准备的模型或专属内容池；本规则核对是否确已改用。",
    en:
      "Device or app has signalled the minors' mode, and a service is to answer it with a model or a pool of content " +
      "made for minors. The rule checks that it did.",
  },
  description: {
    zh:
      "未成年人模式信号已开启，而作出决策的内容池或模型版本不是未成年人专用（pool=general），或没有任何记录说明其为专用" +
      "（pool=unknown）。以算法声明的 audience 或服务对本次决策的说明为准，后者优先。以安全为目的的决策不计入。",
    en:
      "The signal of the minors' mode is on, and the pool of content or the variant of the model that served is not the " +
      "one for minors (pool=general), or nothing on record says that it is (pool=unknown). What the service says of the " +
      "decision goes before what the algorithm declares as its audience. Decisions made for safety don't count.",
  },
  blindSpots: {
    zh: "内容池里的内容是否确实适合未成年人及其年龄段；未传入的模式信号；专用模型是否只是改名。",
    en:
      "Whether the content of the pool is fit for minors and for their age; a signal that the service doesn't hand in; " +
      "whether a model for minors is one in name only.",
  },
  example: {
    zh: "家长在手机上开启未成年人模式，孩子打开应用，首页仍由面向成年人的推荐模型生成。",
    en: "A parent turns the minors' mode on; the child opens the app, and its home page still comes from the adults' model.",
  },
  compile: () => ({
    refuses({ subject, purpose, details: { pool } }) {
      if (!subject.minorMode || purpose === "safety" || pool === "minors") return undefined;
      return pool === "general" ? "pool=general" : "pool=unknown";
    },
  }),
};
