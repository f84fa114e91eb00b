import type { App } from "./app.ts";
import type { Child } from "./child.ts";
import { type Measured, Stage } from "./stage.ts";
import type { Storage } from "./storage.ts";
import { type Variant, variants } from "./variants.ts";

/** Rounds that count; one more before them warms up, and says how many requests fill a round. */
const ROUNDS = 5;
const CONNECTIONS = 32;
const FLAT_SECONDS = 2;
const PACED_SECONDS = 3;
const WARM_UP_SECONDS = 4;
/** The fixed rate, as a share of what the slowest variant manages flat out where answers don't wait. */
const PACE = 0.4;

/** Median, least and most of the rounds. */
export interface Spread {
  readonly median: number;
  readonly least: number;
  readonly most: number;
}

/** What was measured of one variant. */
export interface VariantFigures {
  readonly variant: Variant;
  /** Requests per second, flat out. */
  readonly perSecond: Spread;
  /** Microseconds of the server's CPU for one request, flat out: all threads, and the one that serves. */
  readonly cpuUs: Spread;
  readonly mainThreadUs: Spread | undefined;
  /** That CPU of all threads as a multiple of what the service without a probe took in the same round. */
  readonly cpuOfOff: Spread;
  /** Milliseconds, at the fixed rate. */
  readonly p50: Spread;
  readonly p99: Spread;
  readonly sent: number;
  readonly stored: number;
  /** Answers by what they say of their decision's stage. */
  readonly stages: Readonly<Record<string, number>>;
  /** What does not hold, in words. */
  readonly wrong: readonly string[];
}

/** What was measured of one app. */
export interface AppFigures {
  readonly app: string;
  /** The fixed rate, in requests per second. */
  readonly rate: number;
  readonly variants: readonly VariantFigures[];
}

/** Measures all variants of an app in turns, round by round, so that whatever else the machine does hits them alike. */
export async function measureApp(
  app: App,
  storage: Storage,
  loader: Child,
  directory: string,
): Promise<AppFigures> {
  const stages: Stage[] = [];
  try {
    for (const variant of variants) stages.push(await Stage.start(app, variant, storage, directory));
    const [first] = stages;
    if (!first) throw new Error("there are no variants");
    await loader.ask({ kind: "calls", calls: await first.expect(app.calls) });

    const amounts: Map<Stage, number> = new Map();
    for (const stage of stages) amounts.set(stage, await warmUp(stage, loader, app.calls.length));
    const unhindered = stages.filter(({ variant }) => variant.probe?.waitFor === undefined);
    const slowest = Math.min(...unhindered.map((stage) => amounts.get(stage) ?? 0)) / FLAT_SECONDS;
    const rate = Math.floor(slowest * PACE);

    const flat: Map<Stage, Measured[]> = new Map(stages.map((stage) => [stage, []]));
    const paced: Map<Stage, Measured[]> = new Map(stages.map((stage) => [stage, []]));
    for (let round = 0; round < ROUNDS; round += 1) {
      process.stderr.write(`${app.name}: round ${round + 1} of ${ROUNDS}\n`);
      const from = round % stages.length; // nobody is always the first, or behind the same neighbour's leftovers
      for (const stage of [...stages.slice(from), ...stages.slice(0, from)]) {
        const amount = amounts.get(stage) ?? 0;
        flat
          .get(stage)
          ?.push(await stage.measure({ kind: "flat", amount, connections: CONNECTIONS }, loader));
        paced
          .get(stage)
          ?.push(await stage.measure({ kind: "paced", rate, amount: rate * PACED_SECONDS }, loader));
      }
    }
    const figures: VariantFigures[] = [];
    for (const stage of stages) {
      const measured = {
        flat: flat.get(stage) ?? [],
        paced: paced.get(stage) ?? [],
        off: flat.get(first) ?? [],
      };
      figures.push(await figuresOf(stage, measured, storage));
    }
    return { app: app.title, rate, variants: figures };
  } finally {
    for (const stage of stages) await stage.kill();
  }
}

/** Until its code is compiled and its connections are open. Gives how many requests fill a round. */
async function warmUp(stage: Stage, loader: Child, calls: number): Promise<number> {
  let perSecond = 0;
  for (const seconds of [0, WARM_UP_SECONDS, FLAT_SECONDS]) {
    const amount = seconds === 0 ? calls : Math.ceil(perSecond * seconds);
    const { tookMs } = await stage.measure({ kind: "flat", amount, connections: CONNECTIONS }, loader);
    perSecond = (amount * 1000) / tookMs;
  }
  return Math.ceil(perSecond * FLAT_SECONDS);
}

async function figuresOf(
  stage: Stage,
  { flat, paced, off }: Readonly<Record<"flat" | "paced" | "off", readonly Measured[]>>,
  storage: Storage,
): Promise<VariantFigures> {
  const { variant } = stage;
  const { sent, stored, report } = await stage.drain(storage);
  const all = [...flat, ...paced];
  const stages: Record<string, number> = {};
  for (const each of all)
    for (const [name, count] of Object.entries(each.stages)) stages[name] = (stages[name] ?? 0) + count;
  const mainThread = flat.flatMap(({ mainThreadUs }) => mainThreadUs ?? []);
  return {
    variant,
    perSecond: spread(flat.map((each) => (each.sent * 1000) / each.tookMs)),
    cpuUs: spread(flat.map(({ cpuUs }) => cpuUs)),
    mainThreadUs: mainThread.length === 0 ? undefined : spread(mainThread),
    cpuOfOff: spread(flat.map(({ cpuUs }, round) => cpuUs / (off[round]?.cpuUs ?? Number.NaN))),
    p50: spread(paced.map(({ latencies }) => percentile(latencies, 0.5))),
    p99: spread(paced.map(({ latencies }) => percentile(latencies, 0.99))),
    sent,
    stored: stored.decisions,
    stages,
    wrong: [...wrongAnswers(all, variant, stages), ...wrongLedger(variant, sent, stored, report)],
  };
}

function wrongAnswers(
  all: readonly Measured[],
  { probe }: Variant,
  stages: Readonly<Record<string, number>>,
): string[] {
  const wrong: string[] = [];
  const missed = all.reduce((sum, { sent, right }) => sum + sent - right, 0);
  if (missed > 0) wrong.push(`${missed} answers were errors, or differ from those without a probe`);
  const far = new Set(probe?.waitFor === undefined ? [""] : [probe.waitFor, "stored"]);
  for (const [stage, count] of Object.entries(stages))
    if (!far.has(stage)) wrong.push(`${count} answers say "${stage}" of their decisions`);
  return wrong;
}

function wrongLedger(
  { probe }: Variant,
  sent: number,
  { decisions, doubled, gaps }: Awaited<ReturnType<Stage["drain"]>>["stored"],
  report: string,
): string[] {
  const expected = probe ? sent : 0;
  if (decisions === expected && doubled === 0 && gaps === 0) return [];
  return [
    `of ${expected} decisions, ${decisions} are stored, ${doubled} doubled, with ${gaps} gaps; the probe said ${report}`,
  ];
}

/** Median, least and most of samples. */
export function spread(samples: readonly number[]): Spread {
  const sorted = samples.toSorted((a, b) => a - b);
  return { median: sorted[sorted.length >> 1] ?? 0, least: sorted[0] ?? 0, most: sorted.at(-1) ?? 0 };
}

/** Of sorted samples. */
function percentile(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}
