import type { DecisionFacts, Finding, JudgeFactory } from "../../src/index.ts";

/** A finding as rules make them. */
export function finding(rule: string, more: Partial<Finding> = {}): Finding {
  return {
    rule,
    rule_version: 1,
    severity: "high",
    action: "warn",
    mode: "observe",
    features: [],
    detail: "",
    ...more,
  };
}

/** Rules that answer as told. */
export function judging(judge: (facts: DecisionFacts) => readonly Finding[]): {
  readonly judge: JudgeFactory;
} {
  return { judge: () => ({ rules: "test@1", judge }) };
}

/** What rules look like that can't be recorded: a fault of ours, however it came about. */
export const UNENCODABLE: readonly Finding[] = [finding("T01", { severity: "fatal" as never })];
