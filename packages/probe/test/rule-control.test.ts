import { cn, type CompiledRule, type Rule } from "@probity/rules";
import { Registry } from "prom-client";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect } from "vitest";
import { createProbe } from "../src/create-probe.ts";
import type { Probe } from "../src/probe.ts";
import type { GivenRule } from "../src/rules-in-force.ts";
import { test as inDirectory } from "./spool/support/directory.ts";
import { eventually } from "./support/eventually.ts";
import { configOf, environment, NOWHERE } from "./support/probe-config.ts";

const PROTOTYPE = cn.rules[0] as Rule;

function ruleOf(id: string, compiled: CompiledRule, more: Partial<GivenRule> = {}): GivenRule {
  return { ...PROTOTYPE, id, defaultAction: "fallback", mode: "enforce", compile: () => compiled, ...more };
}

const always = ruleOf("X01", { refuses: () => "always" });

interface Controlled {
  readonly probe: Probe;
  readonly registry: Registry;
  readonly faults: string[];
  /** The mode of a decision that opens now. */
  readonly mode: () => string;
  /** What the last decision says that rules did. */
  readonly file: string;
}

/** A probe with these rules, which watches a control file. */
const test = inDirectory.extend<{ controlled: (rules: readonly GivenRule[]) => Promise<Controlled> }>({
  controlled: async ({ directory }, use) => {
    const open: Probe[] = [];
    await use(async (rules) => {
      const file = join(directory, "control.yaml");
      const registry = new Registry();
      const faults: string[] = [];
      const config = configOf(NOWHERE, {}, { control: { file, pollMs: 100 } });
      const probe = await createProbe(config, {
        env: environment(NOWHERE),
        registry,
        rules,
        onFault: (place, fault) => void faults.push(`${place}: ${String(fault)}`),
      });
      open.push(probe);
      const mode = (): string => {
        const decision = probe.open({ algorithm: "feed", outlet: "home" });
        decision.close();
        return decision.mode;
      };
      return { probe, registry, faults, mode, file };
    });
    await Promise.all(open.map((probe) => probe.close({ deadlineMs: 0 })));
  },
});

const BY = { who: "li.na", reason: "drill" };

describe("rules that are changed while the service runs", () => {
  test("hold at once for decisions that open from then on, and not for one that is open", async ({
    controlled,
  }) => {
    const { probe, registry, mode } = await controlled([always]);
    const open = probe.open({ algorithm: "feed" });
    expect(open.mode).toBe("non_personalised");
    probe.control.change({ ...BY, target: "rule", rule: "X01", to: "observe" });
    expect([open.mode, mode()]).toEqual(["non_personalised", "as_requested"]);
    expect(await registry.metrics()).toContain('probity_rule_mode{rule="X01",mode="observe"} 1');
    open.close();
    probe.control.change({ ...BY, target: "rule", rule: "X01", to: "" });
    expect(mode()).toBe("non_personalised");
    expect(probe.counters.entries.get("control_changes")?.recorded).toBe(4); // each asked for, and carried out
  });

  test("hold for one outlet alone, where that is said", async ({ controlled }) => {
    const { probe, mode } = await controlled([always]);
    probe.control.change({ ...BY, target: "rule", rule: "X01", outlet: "home", to: "off" });
    expect(mode()).toBe("as_requested");
    const elsewhere = probe.open({ algorithm: "feed" });
    expect(elsewhere.mode).toBe("non_personalised");
    elsewhere.close();
  });

  test("are all let go by the kill switch, and observed further", async ({ controlled }) => {
    const { probe, registry, mode } = await controlled([always]);
    probe.control.change({ ...BY, target: "kill_switch", to: "thrown" });
    expect(mode()).toBe("as_requested");
    expect(probe.counters.findings.get("X01")).toBe(1);
    expect(probe.counters.held.size).toBe(0);
    expect(await registry.metrics()).toContain("probity_kill_switch 1");
    probe.control.change({ ...BY, target: "kill_switch", to: "released" });
    expect(mode()).toBe("non_personalised");
  });

  test("are taken from the control file, and stay where that is broken or gone", async ({ controlled }) => {
    const { probe, faults, mode, file } = await controlled([always]);
    writeFileSync(file, "by: li.na\nreason: drill\nmodes: { X01: shadow }\n");
    await eventually(mode).toBe("as_requested");
    writeFileSync(file, "modes: { X01: sometimes }\n");
    await eventually(() => faults.join("\n")).toMatch(
      /control: ProbeError: .*control\.yaml.*what held goes on/s,
    );
    expect(mode()).toBe("as_requested");
    expect(probe.counters.entries.get("control_changes")?.recorded).toBe(2); // applied, refused
    writeFileSync(file, "by: li.na\nreason: over\nmodes: {}\n");
    await eventually(mode).toBe("non_personalised");
  });

  test("refuse what makes no sense, and name it", async ({ controlled }) => {
    const { probe } = await controlled([always]);
    const change = () => probe.control.change({ ...BY, target: "rule", rule: "X99", to: "off" });
    expect(change).toThrow('there is no rule "X99" here');
    expect(probe.counters.entries.get("control_changes")?.recorded).toBe(0);
  });
});

describe("a rule that throws on every decision", () => {
  test("is asked no more, which is told, on record and in the metrics, until somebody sets it anew", async ({
    controlled,
  }) => {
    let isBroken = true;
    const failing = ruleOf("X02", {
      judge() {
        if (isBroken) throw new Error("it fails");
        return "well";
      },
    });
    const { probe, registry, faults, mode } = await controlled([always, failing]);
    for (let n = 0; n < 100; n += 1) expect(mode()).toBe("non_personalised"); // the other one goes on
    await eventually(() => registry.metrics()).toContain('probity_rule_mode{rule="X02",mode="suspended"} 1');
    expect(faults.join("\n")).toContain("rule X02 is not asked any more: throws");
    expect(probe.counters.entries.get("control_changes")?.recorded).toBe(1);
    const { faults: before } = probe.counters;
    const failures = before.get("rules");
    expect(mode()).toBe("non_personalised");
    expect(probe.counters.faults.get("rules")).toBe(failures);
    isBroken = false;
    await eventually(() => {
      probe.control.change({ ...BY, target: "rule", rule: "X02", to: "observe" });
      mode();
      return probe.counters.findings.get("X02") ?? 0;
    }).toBeGreaterThan(0);
  });
});
