import type { CompiledRule, Rule, RulePack } from "../src/rule.ts";

const text = { zh: "", en: "" };

/** A rule that does as told. */
export function rule(id: string, compiled: CompiledRule | undefined, more: Partial<Rule> = {}): Rule {
  return {
    id,
    version: 3,
    effectiveFrom: "2022-03-01",
    title: text,
    basis: [],
    severity: "high",
    defaultAction: "warn",
    when: ["inline"],
    inputs: [],
    description: text,
    blindSpots: text,
    compile: () => compiled,
    ...more,
  };
}

export function packOf(...rules: readonly Rule[]): RulePack {
  return { id: "test", version: 7, rules };
}

/** A rule that fails on every decision. */
export function throwing(message: string): CompiledRule {
  return {
    judge() {
      throw new Error(message);
    },
  };
}
