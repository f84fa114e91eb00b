import type { Hold, JudgeFactory, OpenedFacts } from "@probity/core";

/** A judge of one enforced rule that holds what `hold` says, and finds nothing. */
export function enforcing(hold: (opened: OpenedFacts) => Hold | undefined): JudgeFactory {
  return () => ({ rules: "test@1 !T01", enforces: true, hold, judge: () => [] });
}

export const blocking: JudgeFactory = enforcing(() => ({ mode: "blocked", blockedBy: "T01" }));
export const fallingBack: JudgeFactory = enforcing(() => ({ mode: "non_personalised" }));
