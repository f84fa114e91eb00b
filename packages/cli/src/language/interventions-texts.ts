import type { InterventionState } from "@probity/clickhouse";
import type { InterventionRow } from "@probity/core";

import type { Language } from "./language.ts";

/** What `probity interventions` says. */
export interface InterventionsTexts {
  readonly id: string;
  readonly state: string;
  readonly states: Readonly<Record<InterventionState, string>>;
  readonly what: string;
  readonly rank: (rank: number) => string;
  readonly item: string;
  readonly where: string;
  readonly validFrom: string;
  readonly validTo: string;
  readonly from: (from: string, to: string) => string;
  readonly proposedBy: string;
  readonly decidedBy: string;
  readonly reason: string;
  readonly ticket: string;
  readonly twoPersons: string;
  readonly onePerson: string;
  readonly steps: string;
  readonly taken: Readonly<Record<InterventionRow["step"], string>>;
  /** What is to be done with a proposal; `proposer` is who may not approve it, empty where anybody may. */
  readonly next: (id: string, proposer: string) => string;
  readonly listed: (count: number, timeZone: string) => string;
  readonly hasMore: string;
}

const en: InterventionsTexts = {
  id: "Id",
  state: "State",
  states: {
    proposed: "proposed",
    approved: "approved",
    active: "active",
    expired: "expired",
    lapsed: "lapsed",
    rejected: "rejected",
    revoked: "revoked",
  },
  what: "What",
  rank: (rank) => `at rank ${rank}`,
  item: "Item",
  where: "Where",
  validFrom: "From",
  validTo: "To",
  from: (from, to) => `valid ${from} to ${to}`,
  proposedBy: "Proposed by",
  decidedBy: "Decided by",
  reason: "Reason",
  ticket: "Ticket",
  twoPersons: "two persons: whoever proposed it may not approve it",
  onePerson: "whoever proposed it may approve it",
  steps: "Steps",
  taken: { proposed: "proposed by", approved: "approved by", rejected: "rejected by", revoked: "revoked by" },
  next: (id, proposer) =>
    `to let it act: probity interventions approve ${id} --by <name>${proposer === "" ? "" : ` (not ${proposer})`}`,
  listed: (count, timeZone) =>
    `${count} ${count === 1 ? "intervention" : "interventions"}, last proposed first; times are those of ${timeZone}`,
  hasMore: "there are older ones: raise --limit, or go back with --until",
};

const zh: InterventionsTexts = {
  id: "编号",
  state: "状态",
  states: {
    proposed: "待审批",
    approved: "已批准未生效",
    active: "生效中",
    expired: "已到期",
    lapsed: "逾期未审批",
    rejected: "已驳回",
    revoked: "已撤销",
  },
  what: "干预",
  rank: (rank) => `至第 ${rank} 位`,
  item: "内容",
  where: "位置",
  validFrom: "起",
  validTo: "止",
  from: (from, to) => `有效期 ${from} 至 ${to}`,
  proposedBy: "提出人",
  decidedBy: "决定人",
  reason: "理由",
  ticket: "工单",
  twoPersons: "双人复核：提出人不得自行批准",
  onePerson: "提出人可自行批准",
  steps: "步骤",
  taken: { proposed: "提出", approved: "批准", rejected: "驳回", revoked: "撤销" },
  next: (id, proposer) =>
    `批准后生效：probity interventions approve ${id} --by <姓名>${proposer === "" ? "" : `（不得为 ${proposer}）`}`,
  listed: (count, timeZone) => `共 ${count} 项干预，由新到旧；时间为 ${timeZone} 时间`,
  hasMore: "还有更早的：调大 --limit，或用 --until 往前查",
};

/** The texts of each language. */
export const interventionsTexts: Readonly<Record<Language, InterventionsTexts>> = { zh, en };
