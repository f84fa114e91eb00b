import type { Surface } from "@probity/core";

/** One place of a list. */
export interface ListEntry {
  /** The item's id. Stored as a keyed pseudonym. */
  readonly id: string;
  /** What it was ranked by, such as its heat. */
  readonly score: number;
  /** What the score was worked out from, by name. @default {} */
  readonly inputs?: Readonly<Record<string, number>> | undefined;
}

/** A state of a hot list, or another ranked list, that was shown. */
export interface ListSnapshot {
  /** The list, by the service's name for it. */
  readonly list: string;
  readonly surface: Surface;
  /** Id of the outlet where it is shown. @default every one */
  readonly outlet?: string | undefined;
  /** Id of the algorithm that made it. @default not known */
  readonly algorithm?: string | undefined;
  /** Best first; up to 1,000. */
  readonly entries: readonly ListEntry[];
  /** Ids of the manual interventions that touched the order. @default [] */
  readonly interventions?: readonly string[] | undefined;
}
