import type { Algorithm } from "@probity/core";
import { typeInFilingNumber } from "../filing-number.ts";
import { cite } from "../law.ts";
import type { Rule } from "../rule.ts";

export const f02: Rule = {
  id: "F02",
  version: 1,
  effectiveFrom: "2022-03-01",
  title: {
    zh: "疑似未登记的算法或版本在提供服务，或类型与备案不一致",
    en: "Suspected algorithm or version that is not on record, or of another type than filed",
  },
  basis: [cite("REG9", "24", "V"), cite("REG9", "8", "V"), cite("REG9", "7", "V")],
  severity: "high",
  defaultAction: "warn",
  when: ["inline", "registry"],
  inputs: [
    "decisions.algorithm",
    "decisions.version",
    "decisions.algorithm_type",
    "decisions.filing",
    "algorithm.filed",
  ],
  meaning: {
    zh: "提供服务的算法与版本应当经过登记、审核和评估，其类型应与备案一致。",
    en: "What serves is to be on record, reviewed and assessed, and of the type that was filed.",
  },
  description: {
    zh:
      "算法未在配置中登记（algorithm=unknown）；或版本不在备案快照列出的版本中（version=unfiled，仅在快照列出版本时判断）；" +
      "或备案编号中的类型代码与登记的算法类型不同（type=unfiled）。编号的含义由公开编号归纳而来，仅作提示。",
    en:
      "The algorithm is not configured (algorithm=unknown); or the version is none of those that the filed snapshot lists " +
      "(version=unfiled, only where it lists any); or the type in the filing number is not the one declared " +
      "(type=unfiled). What the digits mean was read off published numbers, and is a hint.",
  },
  blindSpots: {
    zh: "版本号不变而模型已更换；版本变化是否影响备案信息（由人工判断）；配置中的类型是否如实。",
    en:
      "A model replaced under the same version; whether a new version touches what was filed, which a person judges; " +
      "whether the declared type is right.",
  },
  example: {
    zh: "备案快照列出版本 3.1，线上提供服务的是 3.2，尚未登记变更结论。",
    en: "The filed snapshot lists version 3.1; 3.2 serves, and nobody has entered what the change comes to.",
  },
  compile({ algorithm }) {
    const found = departure(algorithm);
    return found === undefined ? undefined : { refuses: () => found };
  },
  inspect: ({ algorithm }) => departure(algorithm),
};

function departure({ type, version, filing = "", filed }: Algorithm): string | undefined {
  if (type === "unknown") return "algorithm=unknown";
  const filedType = typeInFilingNumber(filing);
  const parts = [
    filed?.versions && !filed.versions.includes(version) ? "version=unfiled" : "",
    filedType !== undefined && filedType !== type ? "type=unfiled" : "",
  ].filter((part) => part !== "");
  return parts.length > 0 ? parts.join(" ") : undefined;
}
