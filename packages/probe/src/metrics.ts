import type { SpanFate } from "@probity/core";
import { Counter, Gauge, Histogram, type OpenMetricsContentType, type Registry } from "prom-client";
import { LOSS_REASONS, type ProbeCounters } from "./counters.ts";
import { ProbeError } from "./errors.ts";

/** A registry of prom-client, of either text format. */
export type MetricsRegistry = Registry | Registry<OpenMetricsContentType>;

/** What the metrics are read from. */
export interface MetricsSource {
  readonly counters: () => ProbeCounters;
  /** Ids of the rules in force. */
  readonly rules: readonly string[];
}

/** A probe's metrics in a registry. */
export interface ProbeMetrics {
  /** Takes note of an insert, in milliseconds. */
  observeInsert(tookMs: number): void;
  /** Takes note of how long after it was asked for a change of rules was carried out, in milliseconds. */
  observeLag(ms: number): void;
  /** Takes them out of the registry. */
  close(): void;
}

/** For each series the values of its labels, in their order, and then its own. */
type Series = Iterable<readonly [...labelValues: readonly string[], value: number]>;

interface Family {
  readonly kind: typeof Counter | typeof Gauge;
  readonly name: string;
  readonly help: string;
  /** None where there is one series only. */
  readonly labels?: readonly string[];
  readonly read: (counters: ProbeCounters) => Series;
}

const SPAN_FATES: readonly SpanFate[] = ["mapped", "unmapped", "late"];

const INSERTS = "probity_insert_duration_seconds";
const LAG = "probity_control_change_lag_seconds";

/**
 * Puts a probe's metrics into the host's registry. They are read when they are scraped: nothing of this is on the
 * request path. No label holds the id of a user, an item or a decision, and the configuration bounds how many series
 * there are. Throws `REGISTRY_TAKEN` when another open probe reports there.
 */
export function registerMetrics(registry: MetricsRegistry, source: MetricsSource): ProbeMetrics {
  if (registry.getSingleMetric(INSERTS)) {
    throw new ProbeError(
      "REGISTRY_TAKEN",
      "another open probe reports into this metrics registry: close it first, or give this one a `registry` of its own",
    );
  }
  const all = families(source);
  for (const { kind: Metric, name, help, labels = [], read } of all) {
    new Metric({
      name,
      help,
      labelNames: [...labels],
      registers: [registry],
      collect() {
        this.reset();
        for (const series of read(source.counters()))
          this.inc(labelled(labels, series), Number(series.at(-1)));
      },
    });
  }
  const inserts = new Histogram({
    name: INSERTS,
    help: "Duration of the inserts that ClickHouse acknowledged",
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30],
    registers: [registry],
  });
  const lag = new Histogram({
    name: LAG,
    help: "Time from when a change of rules was asked for until this process carried it out",
    buckets: [0.1, 0.5, 1, 2, 3, 5, 10, 30, 60],
    registers: [registry],
  });
  return {
    observeInsert: (tookMs) => inserts.observe(tookMs / 1000),
    observeLag: (ms) => lag.observe(ms / 1000),
    close() {
      for (const name of [INSERTS, LAG, ...all.map((family) => family.name)])
        registry.removeSingleMetric(name);
    },
  };
}

function labelled(
  labels: readonly string[],
  series: readonly (string | number)[],
): Readonly<Record<string, string | number>> {
  return Object.fromEntries(labels.map((label, index) => [label, series[index] ?? ""]));
}

function families({ rules }: MetricsSource): readonly Family[] {
  return [
    {
      kind: Counter,
      name: "probity_decisions_recorded_total",
      help: "Decisions recorded, in memory",
      labels: ["algorithm"],
      read: ({ recorded }) => [...recorded].map(([id, count]) => [id === "" ? "other" : id, count]),
    },
    {
      kind: Counter,
      name: "probity_decisions_stored_total",
      help: "Decisions that ClickHouse acknowledged",
      read: ({ stored }) => only(stored),
    },
    {
      kind: Counter,
      name: "probity_decisions_lost_total",
      help: "Decisions that will never be stored",
      labels: ["reason"],
      read: ({ lost }) => fromZero(lost, LOSS_REASONS),
    },
    {
      kind: Counter,
      name: "probity_findings_total",
      help: "Rule hits, each suspected and to be reviewed",
      labels: ["rule"],
      read: ({ findings }) => fromZero(findings, rules),
    },
    {
      kind: Counter,
      name: "probity_holds_total",
      help: "Decisions in which a rule held something back (enforce) or would have (shadow)",
      labels: ["rule", "mode"],
      read: ({ held, heldInShadow }) => [
        ...Array.from(held, ([rule, count]) => [rule, "enforce", count] as const),
        ...Array.from(heldInShadow, ([rule, count]) => [rule, "shadow", count] as const),
      ],
    },
    {
      kind: Counter,
      name: "probity_decisions_diverted_total",
      help: "Decisions that enforced rules had go otherwise than they were asked for",
      labels: ["mode"],
      read: ({ modes }) => fromZero(modes, ["non_personalised", "blocked"]),
    },
    {
      kind: Counter,
      name: "probity_bad_input_total",
      help: "Inputs that could not be recorded as they were given",
      labels: ["name"],
      read: ({ badInput }) => badInput,
    },
    {
      kind: Counter,
      name: "probity_faults_total",
      help: "Faults of the probe and its storage that the service was kept from",
      labels: ["place"],
      read: ({ faults }) => faults,
    },
    {
      kind: Counter,
      name: "probity_late_reads_total",
      help: "Reads of tracked data after the decision was closed",
      read: ({ lateReads }) => only(lateReads),
    },
    {
      kind: Counter,
      name: "probity_decisions_inherited_total",
      help: "Decisions stored out of spools that processes left which are no more",
      read: ({ inherited }) => only(inherited.stored),
    },
    {
      kind: Counter,
      name: "probity_remote_calls_recorded_total",
      help: "Requests recorded as a part of another service's decision, in memory",
      read: ({ remoteCalls }) => only(remoteCalls.recorded),
    },
    {
      kind: Counter,
      name: "probity_remote_calls_lost_total",
      help: "Records of such requests that will never be stored",
      labels: ["reason"],
      read: ({ remoteCalls }) => fromZero(remoteCalls.lost, LOSS_REASONS),
    },
    {
      kind: Counter,
      name: "probity_ledger_entries_recorded_total",
      help: "Interventions, choices, feedback and the like entered, in memory",
      labels: ["ledger"],
      read: ({ entries }) => Array.from(entries, ([ledger, { recorded }]) => [ledger, recorded]),
    },
    {
      kind: Counter,
      name: "probity_ledger_entries_stored_total",
      help: "Entries that ClickHouse acknowledged",
      labels: ["ledger"],
      read: ({ entries }) => Array.from(entries, ([ledger, { stored }]) => [ledger, stored]),
    },
    {
      kind: Counter,
      name: "probity_ledger_entries_lost_total",
      help: "Entries that will never be stored; why is in the table of gaps",
      labels: ["ledger"],
      read: ({ entries }) => Array.from(entries, ([ledger, { lost }]) => [ledger, sumOf(lost)]),
    },
    {
      kind: Counter,
      name: "probity_spans_total",
      help: "Client spans seen inside decisions, by what became of them",
      labels: ["fate"],
      read: ({ spans }) => fromZero(spans, SPAN_FATES),
    },
    {
      kind: Gauge,
      name: "probity_pending_bytes",
      help: "Memory held by records that are neither spooled, stored nor lost",
      read: ({ pendingBytes }) => only(pendingBytes),
    },
    {
      kind: Gauge,
      name: "probity_pending_decisions",
      help: "Decisions that are neither stored nor lost, by how far they have come",
      labels: ["stage"],
      read: ({ pendingRows, spooledRows }) => [
        ["recorded", pendingRows - spooledRows],
        ["spooled", spooledRows],
      ],
    },
    {
      kind: Gauge,
      name: "probity_spool_up",
      help: "1 when decisions are spooled, 0 when they are in memory alone",
      read: ({ spool }) => only(spool?.isUp ? 1 : 0),
    },
    {
      kind: Gauge,
      name: "probity_spool_bytes",
      help: "Disk space that the spool of this process takes",
      read: ({ spool }) => only(spool?.bytes ?? 0),
    },
    {
      kind: Gauge,
      name: "probity_storage_up",
      help: "1 when the last contact with ClickHouse went well, 0 when it failed or before the first",
      read: ({ circuit }) => only(circuit === "closed" ? 1 : 0),
    },
    {
      kind: Gauge,
      name: "probity_storage_circuit",
      help: "1 for the state of the way to ClickHouse: closed, open (nothing is sent until a pause is over), half_open",
      labels: ["state"],
      read: ({ circuit }) =>
        (["closed", "open", "half_open"] as const).map((state) => [state, state === circuit ? 1 : 0]),
    },
  ];
}

function only(value: number): Series {
  return [[value]];
}

function sumOf(counts: ReadonlyMap<string, number>): number {
  let sum = 0;
  for (const count of counts.values()) sum += count;
  return sum;
}

// Told from the start, at zero, so that the first hit is a change that an alert sees.
function fromZero(counts: ReadonlyMap<string, number>, known: readonly string[]): Map<string, number> {
  return new Map([...known.map((name) => [name, 0] as const), ...counts]);
}
