import type { Gap, GapCount } from "@probity/clickhouse";

const ended: Gap = {
  ts: Date.parse("2026-11-21T11:31:04.123Z"),
  seq: 1,
  writer: "5c0ba1b2-9d6b-4a3c-8a58-f1f5ff1d4c9a",
  epoch: 1,
  service: "book-feed",
  of: "decisions",
  first_seq: 501,
  last_seq: 503,
  rows: 3,
  cause: "unclean_end",
  detail: "",
  present: 0,
};

/** Three decisions that a process took along when it ended, and one that was refused and is stored by now. */
export const someGaps: {
  readonly gaps: readonly [Gap, Gap];
  readonly causes: readonly [GapCount, GapCount];
} = {
  gaps: [
    ended,
    {
      ...ended,
      ts: ended.ts - 60_000,
      first_seq: 42,
      last_seq: 42,
      rows: 1,
      cause: "quarantined",
      detail: "REJECTED",
      present: 1,
    },
  ],
  causes: [
    { service: "book-feed", of: "decisions", cause: "unclean_end", gaps: 1, rows: 3, missing: 3 },
    { service: "book-feed", of: "decisions", cause: "quarantined", gaps: 1, rows: 1, missing: 0 },
  ],
};
