import { isMinor } from "@probity/core";
import { cite } from "../law.ts";
import type { CompiledRule, OpenedDecision, Rule } from "../rule.ts";
import { minuteOfDay } from "../shanghai-clock.ts";

export const m04: Rule = {
  id: "M04",
  version: 1,
  effectiveFrom: "2024-11-15",
  title: {
    zh: "疑似在宵禁时段向未成年人提供推荐",
    en: "Suspected recommendation to a minor during curfew",
  },
  basis: [cite("MODE", "", "V2"), cite("MINREG", "43", "V"), cite("MPL", "75(4)", "V")],
  severity: "high",
  defaultAction: "warn",
  byServiceClass: { game: { severity: "critical", defaultAction: "block" } },
  when: ["inline"],
  inputs: [
    "decisions.ts",
    "decisions.age_band",
    "decisions.minor_mode",
    "decisions.guardian_exempt",
    "decisions.service_class",
    "decisions.purpose",
  ],
  meaning: {
    zh: "夜间是未成年人保护的重点时段。游戏每日 22 时至次日 8 时不得向未成年人提供服务，这是法律规定；其他服务 22 时至次日 6 时是未成年人模式的默认设置。两个时段性质不同，本规则分开判断。",
    en: "Nights are when minors are protected most. Games may not serve minors from 22:00 to 8:00, which is the law; from 22:00 to 6:00 other services are off by default in the minors' mode. The two are not of one kind, and the rule tells them apart.",
  },
  description: {
    zh:
      "按服务类别与北京时间（服务器时间）判断。游戏：22:00 至次日 8:00，凡未成年人（按年龄段或未成年人模式信号）均适用，" +
      "依据为未成年人保护法，监护人不能豁免。其他服务：22:00 至次日 6:00，仅在未成年人模式已开启时适用，" +
      "因为该时段是未成年人模式建设指南对模式内的默认要求，并非对未开启模式的未成年人的法定限制；监护人可以豁免。" +
      "教育类服务不适用。以安全为目的的决策不是推荐，不计入。时刻以决策开始时为准。",
    en:
      "By class of service, in Beijing time on the server's clock. Games: from 22:00 to 8:00 for every minor, by age " +
      "band or by the minors' mode, on the ground of the Law on the Protection of Minors; no guardian can lift it. " +
      "Other services: from 22:00 to 6:00 and only with the minors' mode on, because these hours are the default of " +
      "the guide for services inside the mode, not a statutory limit on minors outside it; a guardian can lift them. " +
      "Education is exempt. A decision made for safety is no recommendation. The time is that of its opening.",
  },
  blindSpots: {
    zh:
      "未开启未成年人模式的未成年人在夜间使用非游戏服务；年龄未知的游戏用户；教育类服务是否确已备案；" +
      "监护人自定义豁免的具体应用；主管部门对游戏时段的更严要求（周五、周六、周日和法定节假日 20 至 21 时 [K]）。",
    en:
      "A minor without the mode at night outside games; a player of unknown age; whether an education service is in " +
      "fact on file; which apps a guardian exempted; the press authority's narrower hours for games (20:00 to 21:00 " +
      "on Fridays, weekends and holidays [K]).",
  },
  example: {
    zh: "23 时 30 分，未成年人模式下的短视频应用仍在推荐下一条。",
    en: "At 23:30 a short-video app in the minors' mode goes on to recommend the next one.",
  },
  compile({ algorithm }) {
    const { serviceClass = "general" } = algorithm;
    if (serviceClass === "education") return undefined;
    return serviceClass === "game" ? gameCurfew : modeCurfew;
  },
};

const gameCurfew: CompiledRule = {
  refuses(decision) {
    if (!isMinor(decision.subject)) return undefined;
    return isNight(decision, 8) ? "curfew=22:00-08:00" : undefined;
  },
};

const modeCurfew: CompiledRule = {
  refuses(decision) {
    const { minorMode, guardianExempt } = decision.subject;
    if (!minorMode || guardianExempt) return undefined;
    return isNight(decision, 6) ? "curfew=22:00-06:00" : undefined;
  },
};

function isNight({ openedAt, purpose }: OpenedDecision, untilHour: number): boolean {
  if (purpose === "safety") return false;
  const minute = minuteOfDay(openedAt);
  return minute >= 22 * 60 || minute < untilHour * 60;
}
