import { type OpenMetricsContentType, Registry } from "prom-client";
import { describe, expect, it } from "vitest";
import type { ProbeCounters } from "../src/counters.ts";
import { isProbeError } from "../src/errors.ts";
import { registerMetrics } from "../src/metrics.ts";

const counters: ProbeCounters = {
  recorded: new Map([
    ["feed", 5],
    ["search", 0],
    ["", 3],
  ]),
  lost: new Map([["refused", 3]]),
  findings: new Map([["M01", 4]]),
  badInput: new Map([["subject.age", 6]]),
  faults: new Map([["store", 7]]),
  lateReads: 8,
  stored: 9,
  pendingRows: 10,
  pendingBytes: 11,
  isStorageUp: true,
};
const source = { counters: () => counters, rules: ["M01", "S01"] };

const seriesOf = async (registry: Registry): Promise<string[]> =>
  (await registry.metrics()).split("\n").filter((line) => line !== "" && !line.startsWith("#"));

describe("registerMetrics", () => {
  it("shows the counters as they are when they are scraped, few series and none by chance", async () => {
    const registry = new Registry();
    registerMetrics(registry, source);
    await registry.metrics();
    const series = (await seriesOf(registry)).filter((line) => !line.startsWith("probity_insert"));
    expect(series).toEqual([
      'probity_decisions_recorded_total{algorithm="feed"} 5',
      'probity_decisions_recorded_total{algorithm="search"} 0',
      'probity_decisions_recorded_total{algorithm="other"} 3',
      "probity_decisions_stored_total 9",
      'probity_decisions_lost_total{reason="refused"} 3',
      'probity_decisions_lost_total{reason="unencodable"} 0',
      'probity_decisions_lost_total{reason="closed"} 0',
      'probity_decisions_lost_total{reason="rejected"} 0',
      'probity_decisions_lost_total{reason="worker_died"} 0',
      'probity_decisions_lost_total{reason="deadline"} 0',
      'probity_findings_total{rule="M01"} 4',
      'probity_findings_total{rule="S01"} 0',
      'probity_bad_input_total{name="subject.age"} 6',
      'probity_faults_total{place="store"} 7',
      "probity_late_reads_total 8",
      "probity_pending_bytes 11",
      "probity_storage_up 1",
    ]);
  });

  it("shows how long inserts took, in seconds", async () => {
    const registry = new Registry();
    registerMetrics(registry, source).observeInsert(30);
    const series = await seriesOf(registry);
    expect(series).toContain('probity_insert_duration_seconds_bucket{le="0.025"} 0');
    expect(series).toContain('probity_insert_duration_seconds_bucket{le="0.05"} 1');
    expect(series).toContain("probity_insert_duration_seconds_sum 0.03");
  });

  it("refuses a registry that another probe reports into, and leaves that one's metrics alone", async () => {
    const registry = new Registry();
    registerMetrics(registry, source);
    const before = await registry.metrics();
    expect(() => registerMetrics(registry, source)).toThrow(
      expect.toSatisfy((error) => isProbeError(error, "REGISTRY_TAKEN")),
    );
    expect(await registry.metrics()).toBe(before);
  });

  it("leaves the registry as it was when it is closed", async () => {
    const registry = new Registry();
    registerMetrics(registry, source).close();
    expect(registry.getMetricsAsArray()).toEqual([]);
    registerMetrics(registry, source);
    expect(await seriesOf(registry)).toContain("probity_decisions_stored_total 9");
  });

  it("works in an OpenMetrics registry", async () => {
    const registry: Registry<OpenMetricsContentType> = new Registry();
    registry.setContentType(Registry.OPENMETRICS_CONTENT_TYPE);
    const metrics = registerMetrics(registry, source);
    expect(await registry.metrics()).toContain('probity_decisions_lost_total{reason="refused"} 3');
    metrics.close();
    expect(registry.getMetricsAsArray()).toEqual([]);
  });
});
