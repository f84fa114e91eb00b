import { decisionRecord, type FeatureSet, type Purpose } from "@probity/core";
import { cite } from "../law.ts";
import type { Rule } from "../rule.ts";

export const s07: Rule = {
  id: "S07",
  version: 1,
  effectiveFrom: "2021-11-01",
  title: {
    zh: "疑似在粗略位置即可满足时使用精准定位",
    en: "Suspected use of a precise location where a coarse one is at hand",
  },
  basis: [cite("PIPL", "6", "V"), cite("PIPL", "19", "V")],
  severity: "medium",
  defaultAction: "warn",
  when: ["inline"],
  inputs: [
    "decisions.purpose",
    "decisions.features_read",
    "decisions.features_declared",
    "decisions.features_span",
    "catalog.codes",
    "catalog.purposes",
  ],
  meaning: {
    zh: "收集和使用个人信息应限于实现目的的最小范围。能用城市一级的位置完成推荐，就不宜使用经纬度或轨迹。",
    en:
      "Data is to be limited to the least that serves its purpose. Where a city will do for a recommendation, a latitude " +
      "and longitude, or a trajectory, is more than it takes.",
  },
  description: {
    zh:
      "决策使用了精准定位或轨迹（SPI.LOC.PRECISE、SPI.LOC.TRACK），而数据目录中有粗略位置（LEG.COARSELOC）登记可用于同一目的。" +
      "派单（dispatch）和安全目的不计入。",
    en:
      "The decision used a precise location or a trajectory (SPI.LOC.PRECISE, SPI.LOC.TRACK), and the catalog has a " +
      "coarse location (LEG.COARSELOC) that is registered for the same purpose. Dispatch and safety don't count.",
  },
  blindSpots: {
    zh: "该目的是否确实需要精准定位（如附近门店）；未登记代码的位置特征；精度在使用前是否已经降低。",
    en:
      "Whether the purpose does need precision, such as shops nearby; locations whose codes are not declared; whether the " +
      "precision is lowered before use.",
  },
  example: {
    zh: "新闻推荐读取经纬度，而目录里已有“城市”可用于内容推荐。",
    en: 'A news feed reads latitude and longitude, while the catalog has "city" for content.',
  },
  compile({ catalog }) {
    const precise = catalog.select(({ codes }) => PRECISE.some((code) => codes.includes(code)));
    if (precise.isEmpty) return undefined;
    const byPurpose: Map<Purpose, FeatureSet> = new Map();
    for (const purpose of PURPOSES) {
      const hasCoarse = catalog.features.some(
        ({ codes, purposes }) => codes.includes("LEG.COARSELOC") && purposes.includes(purpose),
      );
      if (hasCoarse && !NEEDS_PRECISION.has(purpose)) byPurpose.set(purpose, precise);
    }
    return byPurpose.size === 0 ? undefined : { forbids: ({ purpose }) => byPurpose.get(purpose) };
  },
};

const PRECISE = ["SPI.LOC.PRECISE", "SPI.LOC.TRACK"];
const NEEDS_PRECISION: ReadonlySet<Purpose> = new Set(["dispatch", "safety"]);
const PURPOSES = Object.keys(decisionRecord.columns.purpose.type.enum8) as Purpose[];
