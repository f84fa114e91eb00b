import { cite } from "../law.ts";
import type { CompiledRule, OpenedDecision, Rule } from "../rule.ts";

export const m05: Rule = {
  id: "M05",
  version: 1,
  effectiveFrom: "2024-11-15",
  title: {
    zh: "疑似未成年人模式下超出每日时长，或连续使用超过三十分钟",
    en: "Suspected use beyond the daily limit of the minors' mode, or beyond thirty minutes without a break",
  },
  basis: [cite("MODE", "", "V2"), cite("MINREG", "42", "V"), cite("MINREG", "43", "V")],
  severity: "medium",
  defaultAction: "warn",
  when: ["inline"],
  inputs: [
    "decisions.minor_mode",
    "decisions.age_band",
    "decisions.guardian_exempt",
    "decisions.use_today_s",
    "decisions.use_continuous_s",
    "decisions.service_class",
    "decisions.purpose",
  ],
  meaning: {
    zh:
      "未成年人模式指南给出默认的每日总时长（不满 16 周岁 60 分钟，16 至 18 周岁 120 分钟）和连续使用 30 分钟的休息提醒。" +
      "本规则指出仍在继续提供推荐的情形，供人工核对是否已提醒、已限制。",
    en:
      "The guide to the minors' mode sets a daily total by default (60 minutes under 16, 120 minutes from 16 to 18) and " +
      "a reminder to rest after 30 minutes. The rule points to recommendations that went on, so that a person can check " +
      "whether the user was reminded and limited.",
  },
  description: {
    zh:
      "未成年人模式已开启，且当日使用时长超过默认值（today：监护人可以豁免；模式内年龄未知的，按较宽的 120 分钟计），" +
      "或连续使用超过 30 分钟（continuous）。时长由计数器或服务自身给出，按北京时间的自然日计。教育类服务和以安全为目的的决策不适用。",
    en:
      "The minors' mode is on, and the use of the day is beyond the default (today: a guardian can lift it; in the mode " +
      "an unknown age gets the wider 120 minutes), or use without a break is beyond 30 minutes (continuous). The time " +
      "comes from a counter or from the service, by the day in Beijing. Education and decisions for safety are exempt.",
  },
  blindSpots: {
    zh:
      "是否已经弹出休息提醒（记录中没有该事实）；同一设备上其他应用的时长，除非服务传入设备总时长；未计数的使用；" +
      "未开启模式的未成年人；监护人另行设定的时长。",
    en:
      "Whether the reminder was shown, which no record says; time in other apps of the same device, unless the service " +
      "hands in the device's total; use that nobody counts; minors outside the mode; limits that a guardian set.",
  },
  example: {
    zh: "15 岁的用户在未成年人模式下当日已使用 70 分钟，信息流仍在继续推荐。",
    en: "A user of 15 in the minors' mode has used the app for 70 minutes today, and the feed goes on.",
  },
  compile({ algorithm }) {
    return algorithm.serviceClass === "education" ? undefined : limits;
  },
};

const limits: CompiledRule = {
  refuses(decision) {
    const { subject, purpose } = decision;
    if (!subject.minorMode || purpose === "safety") return undefined;
    const isLong = (subject.useContinuousSec ?? 0) > MOST_CONTINUOUS_SEC;
    if (isBeyondToday(decision)) return isLong ? "today continuous" : "today";
    return isLong ? "continuous" : undefined;
  },
};

function isBeyondToday({ subject }: OpenedDecision): boolean {
  if (subject.guardianExempt) return false;
  const isUnder16 = subject.ageBand === "u14" || subject.ageBand === "14-15";
  return (subject.useTodaySec ?? 0) > (isUnder16 ? MOST_UNDER_16_SEC : MOST_OTHERS_SEC);
}

const MOST_UNDER_16_SEC = 60 * 60;
const MOST_OTHERS_SEC = 120 * 60;
const MOST_CONTINUOUS_SEC = 30 * 60;
