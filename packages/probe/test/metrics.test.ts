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
  held: new Map([["S01", 31]]),
  heldInShadow: new Map([["S01", 32]]),
  modes: new Map([["blocked", 33]]),
  badInput: new Map([["subject.age", 6]]),
  faults: new Map([["store", 7]]),
  lateReads: 8,
  stored: 9,
  pendingRows: 10,
  spooledRows: 4,
  pendingBytes: 11,
  circuit: "half_open",
  spool: { isUp: true, bytes: 12, segments: 2 },
  inherited: { stored: 13, lost: new Map() },
  remoteCalls: {
    recorded: 14,
    stored: 15,
    lost: new Map([["unclean_end", 16]]),
    pendingRows: 0,
    spooledRows: 0,
    inherited: { stored: 0, lost: new Map() },
  },
  spans: new Map([["unmapped", 17]]),
  entries: new Map([
    [
      "choices",
      {
        recorded: 21,
        stored: 18,
        lost: new Map([
          ["refused", 1],
          ["unclean_end", 1],
        ]),
        pendingRows: 1,
        spooledRows: 1,
        inherited: { stored: 0, lost: new Map() },
      },
    ],
  ]),
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
      'probity_decisions_lost_total{reason="dropped"} 0',
      'probity_decisions_lost_total{reason="quarantined"} 0',
      'probity_decisions_lost_total{reason="rejected"} 0',
      'probity_decisions_lost_total{reason="corrupt"} 0',
      'probity_decisions_lost_total{reason="worker_died"} 0',
      'probity_decisions_lost_total{reason="deadline"} 0',
      'probity_decisions_lost_total{reason="unclean_end"} 0',
      'probity_decisions_lost_total{reason="unfinished"} 0',
      'probity_decisions_lost_total{reason="torn_tail"} 0',
      'probity_findings_total{rule="M01"} 4',
      'probity_findings_total{rule="S01"} 0',
      'probity_holds_total{rule="S01",mode="enforce"} 31',
      'probity_holds_total{rule="S01",mode="shadow"} 32',
      'probity_decisions_diverted_total{mode="non_personalised"} 0',
      'probity_decisions_diverted_total{mode="blocked"} 33',
      'probity_bad_input_total{name="subject.age"} 6',
      'probity_faults_total{place="store"} 7',
      "probity_late_reads_total 8",
      "probity_decisions_inherited_total 13",
      "probity_remote_calls_recorded_total 14",
      'probity_remote_calls_lost_total{reason="refused"} 0',
      'probity_remote_calls_lost_total{reason="unencodable"} 0',
      'probity_remote_calls_lost_total{reason="closed"} 0',
      'probity_remote_calls_lost_total{reason="dropped"} 0',
      'probity_remote_calls_lost_total{reason="quarantined"} 0',
      'probity_remote_calls_lost_total{reason="rejected"} 0',
      'probity_remote_calls_lost_total{reason="corrupt"} 0',
      'probity_remote_calls_lost_total{reason="worker_died"} 0',
      'probity_remote_calls_lost_total{reason="deadline"} 0',
      'probity_remote_calls_lost_total{reason="unclean_end"} 16',
      'probity_remote_calls_lost_total{reason="unfinished"} 0',
      'probity_remote_calls_lost_total{reason="torn_tail"} 0',
      'probity_ledger_entries_recorded_total{ledger="choices"} 21',
      'probity_ledger_entries_stored_total{ledger="choices"} 18',
      'probity_ledger_entries_lost_total{ledger="choices"} 2',
      'probity_spans_total{fate="mapped"} 0',
      'probity_spans_total{fate="unmapped"} 17',
      'probity_spans_total{fate="late"} 0',
      "probity_pending_bytes 11",
      'probity_pending_decisions{stage="recorded"} 6',
      'probity_pending_decisions{stage="spooled"} 4',
      "probity_spool_up 1",
      "probity_spool_bytes 12",
      "probity_storage_up 0",
      'probity_storage_circuit{state="closed"} 0',
      'probity_storage_circuit{state="open"} 0',
      'probity_storage_circuit{state="half_open"} 1',
    ]);
  });

  it("says that nothing is spooled and nothing was reached before that is known", async () => {
    const registry = new Registry();
    const early = { ...counters, spool: undefined, circuit: undefined };
    registerMetrics(registry, { ...source, counters: () => early });
    const series = await seriesOf(registry);
    for (const metric of ["probity_spool_up", "probity_spool_bytes", "probity_storage_up"])
      expect(series).toContain(`${metric} 0`);
  });

  it("names metrics as Prometheus asks for", async () => {
    const registry = new Registry();
    registerMetrics(registry, source);
    for (const { name, type, help } of await registry.getMetricsAsJSON()) {
      expect(name).toMatch(/^probity(?:_[a-z]+)+$/);
      expect(help).toMatch(/^\S.*[^.]$/);
      // What promtool checks: the suffix of counters, base units, and no type in a name.
      expect(name.endsWith("_total")).toBe(String(type) === "counter");
      expect(name).not.toMatch(/_(?:ms|milliseconds|kb|mb|kilobytes|percent|count|sum|bucket|info)(?:_|$)/);
      expect(name).not.toMatch(/_(?:counter|gauge|histogram|summary)(?:_|$)/);
    }
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
