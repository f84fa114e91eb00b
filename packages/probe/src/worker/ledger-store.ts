import type { ChoiceRow, ControlChangeRow, InterventionRow } from "@probity/core";

/** What arrived in a ledger, and how far it was read: to be given back as it is. */
export interface Arrived<Row> {
  readonly rows: readonly Row[];
  readonly cursor: unknown;
}

/** What is stored of the ledgers that several processes write to. No method is called before the first request. */
export interface LedgerStore {
  /** The last request for each rule and outlet, and for the kill switch. */
  controlChanges(): Promise<readonly ControlChangeRow[]>;
  /** The steps that arrived since; all of them without a cursor. */
  interventionSteps(cursor: unknown): Promise<Arrived<InterventionRow>>;
  /** The choices that arrived since; without a cursor none, and the cursor of now. */
  choicesSince(cursor: unknown): Promise<Arrived<ChoiceRow>>;
  /** What holds of each user, some users at a time; `after` is the `next` of the page before. */
  currentChoices(
    after: string | undefined,
  ): Promise<{ readonly rows: readonly ChoiceRow[]; readonly next: string | undefined }>;
  close(): Promise<void>;
}
