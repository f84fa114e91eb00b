import { hasUnmarked } from "../item-test.ts";
import { cite } from "../law.ts";
import type { Rule } from "../rule.ts";

export const i03: Rule = {
  id: "I03",
  version: 1,
  effectiveFrom: "2022-03-01",
  title: {
    zh: "疑似推荐未作标识的生成合成内容",
    en: "Suspected recommendation of synthetic content without a label",
  },
  basis: [cite("REG9", "9(1)", "V"), cite("LABEL", "", "V2"), cite("DEEPSYN", "17", "V")],
  severity: "high",
  defaultAction: "strip_item",
  when: ["inline"],
  inputs: ["decisions.items"],
  meaning: {
    zh: "发现未作显著标识的算法生成合成信息的，应当作出显著标识后，方可继续传输。",
    en: "Synthetic content that carries no conspicuous label is to be labelled before it is passed on.",
  },
  description: {
    zh: "交付的条目中，有带 synthetic 标记而没有 synthetic_labelled 标记的。逐条判断：其他条目有标识不能替代。",
    en: "An item that was delivered carries synthetic and not synthetic_labelled. Each is looked at by itself: a label on another is none.",
  },
  blindSpots: {
    zh: "未被识别为生成合成的内容；标识是否显著、是否真的展示给了用户；隐式标识。",
    en: "Content that nobody recognised as synthetic; whether the label is conspicuous and was shown; hidden marks.",
  },
  example: {
    zh: "检测系统认定一段视频由 AI 生成，但播放页没有任何标识，它仍被推荐。",
    en: "A video is known to be generated, shows no label, and is recommended all the same.",
  },
  compile: () => ({ refusesItem: () => isUnlabelled }),
};

const isUnlabelled = hasUnmarked("synthetic", "synthetic_labelled");
