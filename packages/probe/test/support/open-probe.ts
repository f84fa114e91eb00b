import type { Config } from "@probity/config";
import { Registry } from "prom-client";
import { createProbe } from "../../src/create-probe.ts";
import type { Probe } from "../../src/probe.ts";
import { configOf, environment, type TestStorage } from "./probe-config.ts";

/** A probe with a registry of its own, and what it had to complain of. */
export interface TestProbe {
  readonly probe: Probe;
  readonly registry: Registry;
  /** Each fault as `place: Class: message`. */
  readonly faults: readonly string[];
}

/** A probe into this storage; the limits and other sections are the configuration's. */
export async function openProbe(
  storage: TestStorage,
  limits: Partial<Config["storage"]> = {},
  more: Partial<Config> = {},
): Promise<TestProbe> {
  const registry = new Registry();
  const faults: string[] = [];
  const probe = await createProbe(configOf(storage, limits, more), {
    env: environment(storage),
    registry,
    onFault: (place, fault) => void faults.push(`${place}: ${String(fault)}`),
  });
  return { probe, registry, faults };
}

/** Records so many decisions, which read a feature and deliver an item each. */
export function decideTimes(probe: Probe, count: number): void {
  for (let n = 0; n < count; n += 1) {
    const decision = probe.open({
      algorithm: "feed",
      outlet: "home",
      route: "/feed",
      subject: { id: `reader-${n}` },
    });
    const profile = decision.track("profile", { age: 30, interests: ["history"] });
    decision.deliver([`book-${profile.age}`]);
    decision.close();
  }
}
