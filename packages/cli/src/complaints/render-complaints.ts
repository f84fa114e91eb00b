import type { Complaint } from "@probity/clickhouse";

import { complaintsTexts } from "../language/complaints-texts.ts";
import { longDuration, shortTimeFormat } from "../language/format.ts";
import { isZero } from "../path/header.ts";
import { printable } from "../terminal/printable.ts";
import { formatTable } from "../terminal/table.ts";
import type { TextView } from "../text-view.ts";

/** How to show cases. */
export interface ComplaintsView extends TextView {
  /** The moment that running clocks are read at, in milliseconds. */
  readonly now: number;
}

/** The cases with their clocks, as a table, and what they come to in a sentence. */
export function renderComplaints(cases: readonly Complaint[], view: ComplaintsView): string {
  const { language, style, timeZone, now } = view;
  const texts = complaintsTexts[language];
  if (cases.length === 0) return `${texts.none}\n`;
  const time = shortTimeFormat(timeZone);
  // A clock that still runs is read now; one that ran too long is to be seen.
  const clock = (from: number, to: number | null, isLate: boolean): string => {
    const shown = to === null ? texts.running(longDuration(now - from)) : longDuration(to - from);
    return isLate ? style.bad(texts.late(shown)) : shown;
  };
  const table = formatTable<Complaint>(
    [
      { title: texts.opened, cell: ({ opened_at: at }) => time(at) },
      { title: texts.caseId, cell: (each) => printable(each.case_id) },
      { title: texts.kind, cell: ({ kind }) => texts.kinds[kind] },
      { title: texts.service, cell: ({ service }) => printable(service) },
      { title: texts.outlet, cell: ({ outlet }) => printable(outlet) },
      { title: texts.reason, cell: ({ reason }) => printable(reason) },
      {
        title: texts.firstReply,
        cell: (each) => clock(each.opened_at, each.first_reply_at, each.isReplyLate),
      },
      { title: texts.closed, cell: (each) => clock(each.reopened_at, each.closed_at, each.isCloseLate) },
      { title: texts.decision, cell: ({ decision }) => (isZero(decision) ? "" : decision) },
    ],
    cases,
  );
  const open = cases.filter(({ closed_at: at }) => at === null).length;
  const lateReplies = cases.filter(({ isReplyLate }) => isReplyLate).length;
  const lateClosings = cases.filter(({ isCloseLate }) => isCloseLate).length;
  const sum = texts.sum(cases.length, open, lateReplies, lateClosings);
  return `${table}\n${lateReplies + lateClosings > 0 ? style.notable(sum) : sum}\n`;
}
