import type { Complaint, ControlChange, LiveProcess } from "@probity/clickhouse";
import type { ChoiceRow, ControlChangeRow, FindingRow } from "@probity/core";

import { SUBJECT } from "./records.ts";

export const URL_GIVEN = ["--url", "http://localhost:8123"];
export const NOW = Date.parse("2026-11-21T12:00:00Z");
export const WRITER = "5c0ba1b2-9d6b-4a3c-8a58-f1f5ff1d4c9a";
export const CHANGE = "7d3f0c51-6f0f-4a55-9a0c-2f2b8a4d5e6f";
const HOUR = 3_600_000;

/** What a batch rule found. */
export const finding: FindingRow = {
  ...{ ts: NOW - HOUR, seq: 1, writer: WRITER, epoch: 1, service: "book-feed" },
  run: "0199aaaa-0000-7000-8000-000000000001",
  rule: "C01",
  rule_version: 1,
  rules: "cn@2",
  severity: "high",
  action: "warn",
  from: NOW - 168 * HOUR,
  to: NOW,
  algorithm: "feed",
  outlet: "home",
  about: "list:\u001bhot",
  measures: [
    { name: "decisions", value: 12 },
    { name: "share", value: 0.123_456 },
  ],
  explanation_zh: "疑似在用户关闭个性化之后仍使用个人特征。",
  explanation_en: "Suspected use of personal features after users switched personalisation off.",
  query: "SELECT count()\n  FROM decisions WHERE ts >= {from:DateTime64}",
  parameters: '{"from":1}',
};

/** A case that was answered in time and closed late. */
export const complaint: Complaint = {
  service: "book-feed",
  case_id: "c-1",
  kind: "complaint",
  decision: "00000000-0000-0000-0000-000000000000",
  outlet: "home",
  reason: "unfair",
  opened_at: NOW - 100 * HOUR,
  reopened_at: NOW - 100 * HOUR,
  first_reply_at: NOW - 95 * HOUR,
  closed_at: NOW - 20 * HOUR,
  replies: 1,
  reply_due_at: NOW - 76 * HOUR,
  close_due_at: NOW - 28 * HOUR,
  isReplyLate: false,
  isCloseLate: true,
};

/** One that nobody answered. */
export const openComplaint: Complaint = {
  ...complaint,
  ...{ case_id: "c-2", closed_at: null, first_reply_at: null, isReplyLate: true },
};

export function choice(about: Partial<ChoiceRow> = {}): ChoiceRow {
  return {
    ...{ ts: NOW - HOUR, seq: 1, writer: WRITER, epoch: 1, service: "book-feed" },
    subject: SUBJECT,
    key_id: "k1",
    kind: "personalisation_off",
    chosen_at: NOW - HOUR,
    outlet: "",
    code: "",
    tag: "0".repeat(16),
    consent_version: "",
    by_guardian: false,
    via: "router",
    ...about,
  };
}

/** Somebody asked for rule M02 to be enforced everywhere. */
export function step(about: Partial<ControlChangeRow> = {}): ControlChangeRow {
  return {
    ...{ ts: NOW - HOUR, seq: 1, writer: WRITER, epoch: 1, service: "" },
    change: CHANGE,
    step: "requested",
    source: "table",
    who: "li.wei",
    reason: "trial",
    target: "rule",
    rule: "M02",
    outlet: "",
    from: "observe",
    to: "enforce",
    requested_at: NOW - HOUR,
    ...about,
  };
}

export const process: LiveProcess = { service: "book-feed", writer: WRITER, epoch: 1, last: NOW - 30_000 };

export const history: ControlChange = {
  ts: NOW - HOUR,
  change: CHANGE,
  service: "",
  source: "table",
  who: "li.wei",
  reason: "trial",
  target: "rule",
  rule: "M02",
  outlet: "",
  from: "observe",
  to: "enforce",
  requested_at: NOW - HOUR,
  applied: 2,
  refused: 0,
  first_applied_at: NOW - HOUR + 400,
  last_applied_at: NOW - HOUR + 900,
};
