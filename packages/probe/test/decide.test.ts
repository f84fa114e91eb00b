import { cn, type CompiledRule, type Rule } from "@probity/rules";
import { Registry } from "prom-client";
import { describe, expect, it } from "vitest";
import { createProbe } from "../src/create-probe.ts";
import type { ProbeError } from "../src/errors.ts";
import type { GivenRule } from "../src/rules-in-force.ts";
import { configOf, environment, NOWHERE } from "./support/probe-config.ts";

const PROTOTYPE = cn.rules[0] as Rule;

/** A rule of a service's own that acts as it is told. */
function ruleOf(compiled: CompiledRule, more: Partial<GivenRule> = {}): GivenRule {
  return {
    ...PROTOTYPE,
    id: "X01",
    defaultAction: "block",
    mode: "enforce",
    compile: () => compiled,
    ...more,
  };
}

const blocksMinors = ruleOf({ refuses: ({ subject }) => (subject.minorMode ? "minor" : undefined) });

/** What `work` gives of a probe with these rules; and the modes of its decisions that the metrics tell. */
async function probing<T>(
  rules: readonly GivenRule[],
  work: (probe: Awaited<ReturnType<typeof createProbe>>) => Promise<T>,
) {
  const registry = new Registry();
  const probe = await createProbe(configOf(NOWHERE), {
    env: environment(NOWHERE),
    registry,
    rules,
    onFault: () => undefined,
  });
  try {
    return { given: await work(probe), counters: probe.counters };
  } finally {
    await probe.close({ deadlineMs: 0 });
  }
}

describe("decide, where a rule is enforced that blocks", () => {
  it("does not run the work, and rejects with the decision and the rule", async () => {
    let isRun = false;
    const { given, counters } = await probing([blocksMinors], async (probe) =>
      probe
        .decide({ algorithm: "feed", subject: { minorMode: true } }, () => (isRun = true))
        .catch((error: unknown) => error as ProbeError),
    );
    expect(isRun).toBe(false);
    expect(given).toMatchObject({
      code: "BLOCKED",
      rule: "X01",
      decision: expect.stringMatching(/^[0-9a-f-]{36}$/),
    });
    expect(String(given)).toMatch(/^ProbeError: rule X01 blocks decision .*疑似 \/ 待复核/);
    expect(counters.modes.get("blocked")).toBe(1);
    expect(counters.held.get("X01")).toBe(1);
    expect(counters.recorded.get("feed")).toBe(1);
  });

  it("withholds the result where only the work said who is asking", async () => {
    const { given } = await probing([blocksMinors], async (probe) =>
      probe
        .decide({ algorithm: "feed" }, (decision) => {
          decision.identify({ minorMode: true });
          return "for adults";
        })
        .catch((error: unknown) => error as ProbeError),
    );
    expect(given).toMatchObject({ code: "BLOCKED", rule: "X01" });
  });

  it("gives what the work gives to everybody else", async () => {
    const { given, counters } = await probing([blocksMinors], async (probe) =>
      probe.decide({ algorithm: "feed", subject: { minorMode: false } }, ({ mode }) => mode),
    );
    expect(given).toBe("as_requested");
    expect(counters.modes.size).toBe(0);
  });

  it.each(["observe", "shadow", "off"] as const)(
    "does nothing of the kind where it is set to %s",
    async (mode) => {
      const { given, counters } = await probing([{ ...blocksMinors, mode }], async (probe) =>
        probe.decide({ algorithm: "feed", subject: { minorMode: true } }, () => "done"),
      );
      expect(given).toBe("done");
      expect(counters.held.size).toBe(0);
      expect(counters.heldInShadow.get("X01")).toBe(mode === "shadow" ? 1 : undefined);
    },
  );
});

describe("the rules of a probe", () => {
  it("have ids of their own", async () => {
    const twice = probing([blocksMinors, { ...blocksMinors }], async () => Promise.resolve());
    await expect(twice).rejects.toThrow(/rule "X01"/);
  });
});
