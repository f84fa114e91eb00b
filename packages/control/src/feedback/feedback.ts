import type { FeedbackRow } from "@probity/core";

/** What a user may say. */
export type FeedbackKind = Exclude<FeedbackRow["kind"], "reply" | "close">;

/** What a user said or did about a decision. What they wrote stays with the service. */
export interface Feedback {
  readonly kind: FeedbackKind;
  /** Id of the decision, as the answer's `Probity-Decision-Id` has it. @default "" the user named none */
  readonly decision?: string | undefined;
  /** The user's id. Hashed at once; never stored, logged or put in an error. @default nobody is signed in */
  readonly subject?: string | undefined;
  /** Id of the item. Stored as a keyed pseudonym. @default none */
  readonly item?: string | undefined;
  /** A reason code of the configuration. @default "" none */
  readonly reason?: string | undefined;
  /** For `dwell`: how long the item was looked at. */
  readonly dwellMs?: number | undefined;
  /** Where it was said. @default not known */
  readonly outlet?: string | undefined;
  /** Milliseconds since the epoch, or a Date. @default now */
  readonly givenAt?: number | Date | undefined;
}

/** What the service does in a case. */
export interface CaseStep {
  readonly caseId: string;
  /** Who: a member of staff. */
  readonly by: string;
  /** A reason code of the configuration, for how it was decided. @default "" none */
  readonly reason?: string | undefined;
}

/** What opens a case. */
export type CaseKind = "report" | "complaint" | "appeal";

/** A report, complaint or appeal, and its clocks. Times are milliseconds since the epoch. */
export interface FeedbackCase {
  readonly caseId: string;
  readonly kind: CaseKind;
  /** Undefined where only a later step is known yet. */
  readonly openedAt: number | undefined;
  readonly repliedAt: number | undefined;
  readonly closedAt: number | undefined;
  /** Until when the first reply, and the close, were promised. */
  readonly replyDueAt: number | undefined;
  readonly closeDueAt: number | undefined;
}

/** A case whose promise is broken now. */
export interface OverdueCase extends FeedbackCase {
  readonly overdue: readonly ("reply" | "close")[];
}

/** Feedback as it is stored, as far as the ledger looks at it. */
export type StoredFeedback = Pick<FeedbackRow, "kind" | "given_at" | "case_id">;
