import type { BatchSettings } from "@probity/batch";
import type { Config } from "@probity/config";
import type { FiledScope } from "@probity/core";

/** What the configuration says of the thresholds; the rest is as the rules have it. */
export function settingsOf(config: Config | undefined): Partial<BatchSettings> {
  if (!config) return {};
  const { choices, feedback, minors } = config;
  return {
    maxLagSeconds: choices.maxLagSeconds,
    firstReplyHours: feedback.firstReplyHours,
    closeHours: feedback.closeHours,
    mauThreshold: minors.mauThreshold,
  };
}

/** What was filed, of the algorithms of which the configuration says so. */
export function filedOf(config: Config | undefined): ReadonlyMap<string, FiledScope> {
  const algorithms = config?.algorithms ?? [];
  return new Map(algorithms.flatMap(({ id, filed }) => (filed ? [[id, filed] as const] : [])));
}
