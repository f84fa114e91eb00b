import { feedbackColumns } from "./feedback-columns.ts";
import { RecordTable, type RowOf } from "./record-table.ts";

/** The feedback record: one row for each thing that a user said of a decision, and each answer to it. */
export const feedbackRecord: RecordTable<typeof feedbackColumns> = new RecordTable(
  "feedback",
  1,
  feedbackColumns,
);

/** Feedback as it is stored. */
export type FeedbackRow = RowOf<typeof feedbackColumns>;
