import { cite } from "../law.ts";
import type { Rule } from "../rule.ts";

export const m09: Rule = {
  id: "M09",
  version: 1,
  effectiveFrom: "2024-01-01",
  title: {
    zh: "疑似年龄未知的决策占比过高，未成年人保护规则无从适用",
    en: "Suspected gap: so many decisions of unknown age that the rules for minors can't apply",
  },
  basis: [cite("MINREG", "43", "I"), cite("PIPL", "28", "I")],
  severity: "medium",
  defaultAction: "record",
  when: ["batch"],
  inputs: ["decisions.age_band", "decisions.subject", "decisions.algorithm", "decisions.outlet"],
  meaning: {
    zh: "不知道用户是否为未成年人，就无法保护未成年人。年龄未知的比例是覆盖缺口，应当看得见，而不是被当作“没有问题”。",
    en:
      "Whoever doesn't know that a user is a minor can't protect one. The share of unknown ages is a gap of coverage, and " +
      "should be seen as one rather than be taken for the absence of hits.",
  },
  description: {
    zh: "在一段时间内，某算法在某出口的决策中，年龄段为未知（unknown）的占比超过设定的门槛。门槛由部署方设定，不是法定数值。",
    en:
      "Over a window of time, the share of decisions of unknown age band, by algorithm and outlet, is above a threshold " +
      "that the deployment sets. No such figure is in the law.",
  },
  blindSpots: {
    zh: "已填写但不真实的年龄；自行申报的年龄是否可靠；未登录用户本就难以知晓年龄。",
    en: "Ages that are stated and untrue; how far a self-declared age can be trusted; visitors whom nobody can know.",
  },
  example: {
    zh: "某小程序一周内 78% 的推荐决策没有年龄信息，未成年人规则在该出口几乎没有命中。",
    en: "In a week 78 percent of a mini-program's decisions carry no age, and the rules for minors hardly hit there.",
  },
};
