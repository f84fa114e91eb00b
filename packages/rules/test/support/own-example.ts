import { createCatalog } from "@probity/core";
import { judgeWith, type Rule } from "@probity/rules";

const nightly: Rule = {
  id: "X03",
  version: 1,
  effectiveFrom: "2026-12-01",
  title: { zh: "疑似无休止地推荐", en: "Suspected recommendation without an end" },
  basis: [],
  severity: "medium",
  defaultAction: "fallback",
  when: ["inline"],
  inputs: ["decisions.use_continuous_s"],
  description: { zh: "连续使用超过两小时。", en: "More than two hours without a break." },
  blindSpots: { zh: "没有计数的使用。", en: "Use that nobody counts." },
  compile({ algorithm }) {
    if (algorithm.purpose !== "content") return undefined;
    return { refuses: ({ subject }) => ((subject.useContinuousSec ?? 0) > 7200 ? "continuous" : undefined) };
  },
};

const pack = { id: "night", version: 1, rules: [nightly] };
const catalog = createCatalog({ sources: [], features: [] });
const feed = { id: "feed", version: "1", type: "personalised_push", purpose: "content" } as const;
export const { rules } = judgeWith([pack])({ catalog, algorithm: feed }); // night@1
