import { cite } from "../law.ts";
import type { Rule } from "../rule.ts";

export const w01: Rule = {
  id: "W01",
  version: 1,
  effectiveFrom: "2022-03-01",
  title: {
    zh: "疑似调度算法使劳动者工作时间过长，或派单与报酬差异异常",
    en: "Suspected excess of working hours, or an odd spread of orders and pay, by dispatch",
  },
  basis: [cite("REG9", "20", "V")],
  severity: "high",
  defaultAction: "record",
  when: ["batch"],
  inputs: ["decisions.purpose", "decisions.subject", "decisions.ts", "decisions.cohorts", "decisions.prices"],
  meaning: {
    zh: "向劳动者提供工作调度服务的，应当保护劳动者取得劳动报酬、休息休假等权益，建立完善订单分配、报酬构成及支付、工作时间、奖惩等算法。",
    en:
      "Whoever dispatches workers is to protect their pay and rest, and to keep the algorithms of orders, pay, hours and " +
      "rewards in order.",
  },
  description: {
    zh: "在一段时间内，同一劳动者（假名）被派单的时间跨度超过设定值，或不同人群之间的派单量、报价差异超过设定值。数值由部署方设定。",
    en:
      "Over a window, one worker (a pseudonym) was dispatched over longer hours than a figure that is set, or orders and " +
      "pay differ between groups by more. The figures are the deployment's.",
  },
  blindSpots: {
    zh: "在其他平台的工作时间；两次派单之间的休息；线下的报酬与处理；未登记的人群。",
    en: "Hours on other platforms; rest between two orders; pay and measures outside the system; groups not declared.",
  },
  example: {
    zh: "某骑手连续 14 小时被派单，间隔均不超过 20 分钟。",
    en: "A rider got orders for 14 hours on end, never more than 20 minutes apart.",
  },
};
