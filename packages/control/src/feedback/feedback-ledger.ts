import { randomUUID } from "node:crypto";
import { type FeedbackRow, feedbackRecord, type Pseudonym, type Receipt } from "@probity/core";
import { ControlError } from "../errors.ts";
import { optionalText, requireText, requireTime, requireWord } from "../field.ts";
import type { LedgerRecorder } from "../ledger-recorder.ts";
import type {
  CaseStep,
  Feedback,
  FeedbackCase,
  FeedbackKind,
  OverdueCase,
  StoredFeedback,
} from "./feedback.ts";
import { FeedbackCases, MOST_CASES, type Promised } from "./feedback-cases.ts";

/** Makes pseudonyms: core's `Pseudonyms` is one. */
export interface FeedbackPseudonyms {
  readonly keyId: string;
  subject(id: string): Pseudonym;
  itemHex(id: string): string;
}

export interface FeedbackLedgerOptions {
  readonly recorder: LedgerRecorder;
  readonly pseudonyms: FeedbackPseudonyms;
  /** The reason codes that there are. Empty: any. */
  readonly reasons: readonly string[];
  /** How soon a case is promised its first reply, in hours. */
  readonly firstReplyHours: number;
  /** How soon it is promised to be closed, in hours. */
  readonly closeHours: number;
  /** Cases that are kept in memory. @default 100_000 */
  readonly maxCases?: number;
  /** How far a service's clock may be ahead of this process's. @default 60_000 */
  readonly maxAheadMs?: number;
  /** Milliseconds since the epoch. @default Date.now */
  readonly now?: () => number;
}

/** What was entered. */
export interface FeedbackEntry {
  /** Of a report, complaint or appeal; empty for others. */
  readonly caseId: string;
  readonly receipt: Receipt;
}

export const FEEDBACK_KINDS: readonly FeedbackKind[] = [
  "not_interested",
  "report",
  "complaint",
  "appeal",
  "dwell",
];
const HOUR_MS = 3_600_000;

/**
 * What users say of decisions, and what becomes of it. A report, complaint or appeal opens a case, whose clocks run until
 * the first reply and until it is closed. `apply` takes what other processes recorded, in any order.
 */
export class FeedbackLedger {
  readonly #options: FeedbackLedgerOptions;
  readonly #promised: Promised;
  readonly #now: () => number;
  readonly #cases: FeedbackCases;

  /** Throws `INVALID_OPTION` where hours are not above 0. */
  constructor(options: FeedbackLedgerOptions) {
    const { firstReplyHours, closeHours, maxCases = MOST_CASES, now = Date.now } = options;
    for (const [name, hours] of Object.entries({ firstReplyHours, closeHours }))
      if (!(hours > 0)) throw new ControlError("INVALID_OPTION", `${name} is above 0, got ${hours}`, name);
    this.#options = options;
    this.#promised = { firstReplyMs: firstReplyHours * HOUR_MS, closeMs: closeHours * HOUR_MS };
    this.#now = now;
    this.#cases = new FeedbackCases(maxCases);
  }

  /** Cases that are no longer in memory, as there were too many. */
  get forgotten(): number {
    return this.#cases.forgotten;
  }

  /** Throws a `ControlError` `INVALID` that names the field. */
  enter(feedback: Feedback): FeedbackEntry {
    const { pseudonyms } = this.#options;
    const kind = requireWord(feedback.kind, "kind", FEEDBACK_KINDS);
    const { subject, item } = feedback;
    return this.#record({
      kind,
      decision: decisionOf(feedback.decision),
      given_at: this.#momentOf(feedback.givenAt),
      case_id: kind === "not_interested" || kind === "dwell" ? "" : randomUUID(),
      subject:
        subject === undefined ? NO_SUBJECT : subjectHex(pseudonyms, requireText(subject, "subject", 1024)),
      item: item === undefined ? NO_ITEM : pseudonyms.itemHex(requireText(item, "item", 256)),
      reason: this.#reasonOf(feedback.reason),
      dwell_ms: dwellOf(kind, feedback.dwellMs),
      outlet: optionalText(feedback.outlet, "outlet", 128),
      actor: "",
    });
  }

  /** Throws a `ControlError`: `NOT_FOUND`, or `ALREADY_DECIDED` where the case is closed. */
  reply(step: CaseStep): FeedbackEntry {
    return this.#step("reply", step);
  }

  /** As {@link reply}. A case that is closed without a reply has its first reply by that. */
  close(step: CaseStep): FeedbackEntry {
    return this.#step("close", step);
  }

  /** Takes what was recorded, here or elsewhere. */
  apply(rows: Iterable<StoredFeedback>): void {
    for (const row of rows) this.#cases.add(row);
  }

  case(id: string): FeedbackCase | undefined {
    return this.#cases.get(id, this.#promised);
  }

  /** The cases whose promise is broken at a moment, the oldest first. */
  overdue(at: number = this.#now()): readonly OverdueCase[] {
    const found: OverdueCase[] = [];
    for (const known of this.#cases.all(this.#promised)) {
      const overdue = brokenPromises(known, at);
      if (overdue.length > 0) found.push({ ...known, overdue });
    }
    return found.toSorted((a, b) => (a.openedAt ?? 0) - (b.openedAt ?? 0) || (a.caseId < b.caseId ? -1 : 1));
  }

  #step(kind: "reply" | "close", { caseId, by, reason }: CaseStep): FeedbackEntry {
    const actor = requireText(by, "by", 128);
    const known = this.case(requireText(caseId, "caseId", 128));
    if (!known)
      throw new ControlError(
        "NOT_FOUND",
        "there is no case of that id here; one that was opened in another process is known within seconds",
        "caseId",
      );
    if (known.closedAt !== undefined)
      throw new ControlError(
        "ALREADY_DECIDED",
        `case ${caseId} is closed; a new complaint opens another`,
        "caseId",
      );
    return this.#record({
      ...{ kind, actor, case_id: caseId, reason: this.#reasonOf(reason) },
      // Nobody answers what was not said yet, whatever the clocks say.
      given_at: Math.max(Math.floor(this.#now()), known.openedAt ?? 0),
      ...{ decision: NO_DECISION, subject: NO_SUBJECT, item: NO_ITEM, dwell_ms: 0, outlet: "" },
    });
  }

  #record(entry: Omit<FeedbackRow, "ts" | "seq" | "writer" | "epoch" | "service" | "key_id">): FeedbackEntry {
    const { recorder, pseudonyms } = this.#options;
    const whole = { ...entry, ts: Math.floor(this.#now()), key_id: pseudonyms.keyId };
    const receipt = recorder.enter(feedbackRecord, whole);
    this.#cases.add(entry);
    return { caseId: entry.case_id, receipt };
  }

  #reasonOf(given: unknown): string {
    const { reasons } = this.#options;
    if (given === undefined || given === "") return "";
    return reasons.length === 0 ? requireText(given, "reason", 64) : requireWord(given, "reason", reasons);
  }

  #momentOf(given: unknown): number {
    const { maxAheadMs = 60_000 } = this.#options;
    const now = Math.floor(this.#now());
    if (given === undefined) return now;
    const at = requireTime(given, "givenAt");
    if (at - now <= maxAheadMs) return at;
    const ahead = at - now;
    throw new ControlError(
      "INVALID",
      `givenAt is ${ahead} ms in the future; check the clock of whoever sent it`,
      "givenAt",
    );
  }
}

const NO_DECISION = "00000000-0000-0000-0000-000000000000";
const NO_SUBJECT = "0".repeat(64);
const NO_ITEM = "0".repeat(16);
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

function decisionOf(given: unknown): string {
  if (given === undefined || given === "") return NO_DECISION;
  if (typeof given === "string" && UUID.test(given)) return given;
  throw new ControlError(
    "INVALID",
    "decision is no id of a decision, such as the header Probity-Decision-Id has",
    "decision",
  );
}

function subjectHex(pseudonyms: FeedbackPseudonyms, id: string): string {
  return Buffer.from(pseudonyms.subject(id).bytes).toString("hex");
}

function dwellOf(kind: FeedbackKind, given: unknown): number {
  if (kind !== "dwell") {
    if (given === undefined) return 0;
    throw new ControlError("INVALID", `dwellMs means nothing where kind is ${kind}; leave it out`, "dwellMs");
  }
  if (typeof given === "number" && given >= 0 && given <= 0xffff_ffff) return Math.floor(given);
  throw new ControlError("INVALID", "dwellMs is from 0 to 4294967295 where kind is dwell", "dwellMs");
}

function brokenPromises(
  { replyDueAt, closeDueAt, repliedAt, closedAt }: FeedbackCase,
  at: number,
): ("reply" | "close")[] {
  const broken: ("reply" | "close")[] = [];
  if (repliedAt === undefined && closedAt === undefined && replyDueAt !== undefined && replyDueAt < at)
    broken.push("reply");
  if (closedAt === undefined && closeDueAt !== undefined && closeDueAt < at) broken.push("close");
  return broken;
}
