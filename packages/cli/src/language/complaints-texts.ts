import type { FeedbackRow } from "@probity/core";

import type { Language } from "./language.ts";

/** What `probity complaints` says. */
export interface ComplaintsTexts {
  readonly opened: string;
  readonly caseId: string;
  readonly kind: string;
  readonly kinds: Readonly<Record<FeedbackRow["kind"], string>>;
  readonly service: string;
  readonly outlet: string;
  readonly reason: string;
  readonly firstReply: string;
  readonly closed: string;
  readonly decision: string;
  readonly running: (duration: string) => string;
  readonly late: (duration: string) => string;
  readonly none: string;
  readonly sum: (cases: number, open: number, lateReplies: number, lateClosings: number) => string;
  readonly listed: (
    count: number,
    promises: { readonly firstReplyHours: number; readonly closeHours: number },
    timeZone: string,
  ) => string;
  readonly hasMore: string;
}

const en: ComplaintsTexts = {
  opened: "Opened",
  caseId: "Case",
  kind: "Kind",
  kinds: {
    not_interested: "not interested",
    report: "report",
    complaint: "complaint",
    appeal: "appeal",
    dwell: "dwell",
    reply: "reply",
    close: "closing",
  },
  service: "Service",
  outlet: "Outlet",
  reason: "Reason",
  firstReply: "First reply",
  closed: "Closed",
  decision: "Decision",
  running: (duration) => `waits ${duration}`,
  late: (duration) => `${duration} (late)`,
  none: "No case was opened in this time.",
  sum: (cases, open, lateReplies, lateClosings) =>
    `${cases} ${cases === 1 ? "case" : "cases"}, ${open} open; later than promised: ${lateReplies} first ${lateReplies === 1 ? "reply" : "replies"}, ${lateClosings} ${lateClosings === 1 ? "closing" : "closings"}.`,
  listed: (count, { firstReplyHours, closeHours }, timeZone) =>
    `${count} ${count === 1 ? "case" : "cases"}, last opened first; promised: a first reply within ${firstReplyHours} h, closed within ${closeHours} h; times are those of ${timeZone}`,
  hasMore: "there are more than 10,000: narrow it down with --since and --until",
};

const zh: ComplaintsTexts = {
  opened: "受理时间",
  caseId: "案件",
  kind: "种类",
  kinds: {
    not_interested: "不感兴趣",
    report: "举报",
    complaint: "投诉",
    appeal: "申诉",
    dwell: "停留",
    reply: "答复",
    close: "办结",
  },
  service: "服务",
  outlet: "服务出口",
  reason: "理由",
  firstReply: "首次答复",
  closed: "办结",
  decision: "决策",
  running: (duration) => `已等待 ${duration}`,
  late: (duration) => `${duration}（超时）`,
  none: "这段时间没有受理的案件。",
  sum: (cases, open, lateReplies, lateClosings) =>
    `共 ${cases} 件，未办结 ${open} 件；超过承诺时限：首次答复 ${lateReplies} 件，办结 ${lateClosings} 件。`,
  listed: (count, { firstReplyHours, closeHours }, timeZone) =>
    `共 ${count} 件，由新到旧；承诺 ${firstReplyHours} 小时内首次答复，${closeHours} 小时内办结；时间为 ${timeZone} 时间`,
  hasMore: "超过 10000 件：请用 --since、--until 缩小范围",
};

/** The texts of each language. */
export const complaintsTexts: Readonly<Record<Language, ComplaintsTexts>> = { zh, en };
