import { cite } from "../law.ts";
import type { Rule } from "../rule.ts";

export const u02: Rule = {
  id: "U02",
  version: 1,
  effectiveFrom: "2022-03-01",
  title: {
    zh: "疑似投诉、申诉未在公示时限内回复或办结",
    en: "Suspected complaint or appeal that was not answered within the time made known",
  },
  basis: [cite("REG9", "22", "V")],
  severity: "medium",
  defaultAction: "warn",
  when: ["batch"],
  inputs: [
    "feedback.kind",
    "feedback.case_id",
    "feedback.given_at",
    "feedback.outlet",
    "decisions.algorithm",
  ],
  meaning: {
    zh: "应当设置便捷的申诉和投诉、举报入口，明确处理流程和反馈时限，及时受理、处理并反馈结果。规定没有写明天数，由服务自行公示。",
    en:
      "Users are to have an easy way to appeal, complain and report, with a process and a time limit made known, and to be " +
      "answered in time. The provision names no number of days: the service makes its own known.",
  },
  description: {
    zh: "首次回复或办结的期限（feedback.firstReplyHours、feedback.closeHours）在时段内届满，而届满时尚未回复或办结的案件。",
    en:
      "Cases whose time for a first reply or for the end (feedback.firstReplyHours, feedback.closeHours) ran out within the " +
      "window, and which had none by then.",
  },
  blindSpots: {
    zh: "没有进入反馈台账的投诉；回复的内容是否解决问题；用户没有得到案件编号的举报。",
    en: "Complaints that the ledger doesn't hold; whether a reply was of any help; reports without a case.",
  },
  example: {
    zh: "一件周一的申诉到周五仍无回复，而公示的首次回复时限为 72 小时。",
    en: "An appeal of Monday had no reply on Friday, though 72 hours were made known.",
  },
};
