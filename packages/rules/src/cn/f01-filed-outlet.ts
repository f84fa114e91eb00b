import { cite } from "../law.ts";
import type { Rule } from "../rule.ts";

export const f01: Rule = {
  id: "F01",
  version: 1,
  effectiveFrom: "2022-03-01",
  title: {
    zh: "疑似服务出口不在任何有效备案的关联范围内",
    en: "Suspected outlet that no valid filing covers",
  },
  basis: [cite("REG9", "24(1)", "V"), cite("REG9", "24(2)", "V")],
  severity: "high",
  defaultAction: "warn",
  when: ["inline", "registry"],
  inputs: ["decisions.outlet", "decisions.filing", "algorithm.filing", "algorithm.filed"],
  meaning: {
    zh:
      "应当备案的算法推荐服务，自提供服务之日起十个工作日内备案；备案信息变更的，自变更之日起十个工作日内办理变更。" +
      "新增的出口（如小程序）通常以变更原备案的方式补入。",
    en:
      "Where filing is due, it is within ten working days of the first day of service, and a change within ten of the " +
      "change. A new outlet, such as a mini-program, is as a rule added to the filing that there is.",
  },
  description: {
    zh:
      "决策时：算法登记了备案范围，而作出决策的出口不在其中（outlet=unfiled）。登记检查时另看：算法没有备案编号（filing=none）。" +
      "没有登记任何备案信息的算法不在决策中命中。",
    en:
      "In a decision: the scope of the filing is declared, and the outlet is not in it (outlet=unfiled). In the registry " +
      "also: the algorithm has no filing number (filing=none). An algorithm of whose filing nothing is declared has no " +
      "hit in decisions.",
  },
  blindSpots: {
    zh:
      "该服务是否属于“具有舆论属性或者社会动员能力”而须备案；备案是否仍然有效；主体是否一致；" +
      "服务没有给出出口的决策；个别地方要求按平台分别备案的口径。",
    en:
      "Whether the service is one that must file; whether the filing is still valid, and of the same company; decisions " +
      "for which the service names no outlet; authorities that want a filing for each platform.",
  },
  example: {
    zh: "备案只关联了 App 与网站，小程序上线后用同一算法提供推荐。",
    en: "A filing covers app and website; a mini-program is launched and recommends by the same algorithm.",
  },
  compile({ algorithm: { filed }, outlet }) {
    if (!filed || !outlet || filed.outlets.includes(outlet.id)) return undefined;
    return { refuses: () => "outlet=unfiled" };
  },
  inspect({ algorithm: { filed, filing = "" }, outlet }) {
    const isUnfiled = outlet !== undefined && filed !== undefined && !filed.outlets.includes(outlet.id);
    if (filing === "") return isUnfiled ? "filing=none outlet=unfiled" : "filing=none";
    return isUnfiled ? "outlet=unfiled" : undefined;
  },
};
