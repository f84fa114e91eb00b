import { Chance } from "./chance.ts";
import { type Violation, violationsOf } from "./invariants.ts";
import { LiveTraffic } from "./live-traffic.ts";
import { MOST_BYTES } from "./round.ts";
import type { Setup } from "./setup.ts";
import { Site } from "./site.ts";
import { bytesBelow } from "./spool-files.ts";
import { elapse, until } from "./wait.ts";
import type { World } from "./world.ts";

const MIB = 2 ** 20;

/** A deployment as it is by default, at full load: some answers wait for the spool, none for ClickHouse. */
const SETUP: Setup = {
  places: 1,
  spool: { maxBytes: 1024 * MIB, whenFull: "drop", fsync: "os", segmentBytes: 8 * MIB },
  batch: { maxRows: 4096, maxWaitMs: 1000 },
  maxPendingBytes: 64 * MIB,
  waitFor: { feed: "spooled", hot: "nothing", search: "nothing" },
  waitDeadlineMs: 1000,
};
const READERS_AT_A_TIME = 16;
const BEFORE_MS = 5_000;
const AFTER_MS = 5_000;
const LONGEST_CATCH_UP_MS = 600_000;

/** How things stood at one moment. */
export interface Sample {
  readonly atMs: number;
  readonly phase: "before" | "outage" | "catching up" | "after";
  readonly memoryBytes: number;
  readonly spoolBytes: number;
  readonly answered: number;
}

/** What an outage of ClickHouse did. */
export interface Outage {
  readonly outageMs: number;
  readonly samples: readonly Sample[];
  /** Answers that went out while ClickHouse was down. */
  readonly answeredMeanwhile: number;
  /** From ClickHouse's return until the service tried again: it pauses between attempts, for up to 30 s. */
  readonly noticedMs: number;
  /** From ClickHouse's return until all that began before it was stored. */
  readonly catchUpMs: number;
  /** From an answer until its decision was found in ClickHouse, by phase. */
  readonly delays: Readonly<
    Partial<Record<Sample["phase"], { medianMs: number; mostMs: number; decisions: number }>>
  >;
  readonly stored: number;
  readonly begun: number;
  readonly slowestMs: number;
  readonly peakBytes: number;
  readonly violations: readonly Violation[];
}

/** Takes ClickHouse away for so long under full load, gives it back, and watches how it is made up for. */
export async function runOutage(
  world: World,
  outageMs: number,
  say: (line: string) => void,
): Promise<Outage> {
  const site = await Site.make(world, {
    name: "outage",
    setup: SETUP,
    chance: new Chance(1),
    concurrency: READERS_AT_A_TIME,
  });
  const { fleet, load } = site;
  const samples: Sample[] = [];
  const live = new LiveTraffic<Sample["phase"]>(world.database, load);
  let phase: Sample["phase"] = "before";
  const started = performance.now();
  const sample = (): void => {
    samples.push({
      atMs: Math.round(performance.now() - started),
      phase,
      memoryBytes: fleet.running[0]?.memory("VmRSS") ?? 0,
      spoolBytes: bytesBelow(site.spool),
      answered: load.answered,
    });
    say(lineOf(samples));
  };
  const enter = (next: Sample["phase"]): void => {
    phase = next;
    live.enter(next === "outage" ? undefined : next);
    sample();
  };
  const sampling = setInterval(sample, Math.max(1000, outageMs / 30));
  try {
    await fleet.startAll();
    load.start();
    enter("before");
    await elapse(BEFORE_MS);
    await world.database.kill();
    enter("outage");
    const answeredBefore = load.answered;
    await elapse(outageMs);
    await world.database.start();
    const back = performance.now();
    const [backAt, answeredByThen] = [Date.now(), load.answered];
    enter("catching up");
    const { requests } = world.proxy;
    await until("the service to try again", () => (world.proxy.requests > requests ? true : undefined));
    const noticedMs = performance.now() - back;
    await until(
      "what the outage left to be stored",
      () => isStored(world, backAt, answeredByThen),
      LONGEST_CATCH_UP_MS,
    );
    const catchUpMs = performance.now() - back;
    enter("after");
    await elapse(AFTER_MS);
    await live.close();
    clearInterval(sampling);
    await site.windDown();
    const facts = await site.facts({
      damage: [],
      areClocksRight: true,
      causes: [],
      mostBytes: MOST_BYTES,
    });
    return {
      outageMs,
      samples,
      answeredMeanwhile: answeredByThen - answeredBefore,
      noticedMs,
      catchUpMs,
      delays: live.delays,
      stored: facts.decisions.length,
      begun: facts.lives.reduce((sum, { truth }) => sum + truth.begun.length, 0),
      slowestMs: facts.sent.reduce((most, { tookMs }) => Math.max(most, tookMs), 0),
      peakBytes: Math.max(...facts.lives.map(({ peakBytes }) => peakBytes)),
      violations: violationsOf(facts),
    };
  } finally {
    clearInterval(sampling);
    await live.close();
    await site.abandon();
    site.close({ isKept: false });
  }
}

/** True once as many decisions are stored that began by then as were answered by then. */
async function isStored({ database }: World, backAt: number, answered: number): Promise<true | undefined> {
  return (await database.storedUntil(backAt)) >= answered ? true : undefined;
}

function lineOf(samples: readonly Sample[]): string {
  const last = samples.at(-1);
  const before = samples.at(-2);
  if (!last) return "";
  const seconds = before ? (last.atMs - before.atMs) / 1000 : 0;
  const rate = before && seconds > 0 ? ((last.answered - before.answered) / seconds).toFixed(0) : "–";
  const mib = (bytes: number): string => (bytes / MIB).toFixed(1).padStart(6);
  return `${(last.atMs / 1000).toFixed(1).padStart(7)} s  ${last.phase.padEnd(11)}  memory ${mib(last.memoryBytes)} MiB  spool ${mib(last.spoolBytes)} MiB  ${rate} answers/s`;
}

/** The figures of an outage, for people. */
export function textOf(outage: Outage): string {
  const { samples, delays, violations } = outage;
  const memory = (phase: Sample["phase"]): string => {
    const bytes = samples.filter((sample) => sample.phase === phase).map(({ memoryBytes }) => memoryBytes);
    return `${(Math.max(0, ...bytes) / MIB).toFixed(0)} MiB`;
  };
  const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`;
  return [
    ["ClickHouse was down for", seconds(outage.outageMs)],
    ["answers meanwhile", `${outage.answeredMeanwhile}`],
    [
      "most memory before, during, catching up, after",
      (["before", "outage", "catching up", "after"] as const).map(memory).join(", "),
    ],
    ["most memory at any time", `${(outage.peakBytes / MIB).toFixed(0)} MiB`],
    ["largest spool", `${(Math.max(...samples.map(({ spoolBytes }) => spoolBytes)) / MIB).toFixed(0)} MiB`],
    ["time until it was noticed that ClickHouse is back", seconds(outage.noticedMs)],
    ["time to catch up, with that", seconds(outage.catchUpMs)],
    ...Object.entries(delays).map(([phase, { medianMs, mostMs, decisions }]) => [
      `storage delay ${phase}: median, most`,
      `${seconds(medianMs)}, ${seconds(mostMs)} (${decisions} decisions looked at)`,
    ]),
    ["slowest answer", `${outage.slowestMs.toFixed(0)} ms`],
    ["decisions begun, stored", `${outage.begun}, ${outage.stored}`],
    [
      "violations",
      violations.length === 0
        ? "none"
        : violations.map(({ invariant, message }) => `${invariant}: ${message}`).join("; "),
    ],
  ]
    .map(([name = "", value]) => `${name.padEnd(52)} ${value}`)
    .join("\n");
}
