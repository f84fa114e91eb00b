import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { plain } from "./express/app.ts";
import { Child } from "./express/child.ts";
import { type Spread, spread } from "./express/rounds.ts";
import { type Measured, Stage } from "./express/stage.ts";
import { Storage } from "./express/storage.ts";
import { environment } from "./measure.ts";
import { type OtelVariant, otelVariants } from "./otel/variants.ts";

const ROUNDS = 9;
const CONNECTIONS = 16;
/** Requests of a round, and before the first. */
const AMOUNT = 6_000;
const WARM_UP = 20_000;

/** The most that a way may cost the thread that serves, on top of another, in microseconds a request. */
const AIMS: readonly { readonly of: OtelVariant; readonly over: OtelVariant; readonly mostUs: number }[] = [
  { of: "zeroCode", over: "bare", mostUs: 35 },
  { of: "sdkZeroCode", over: "sdk", mostUs: 12 },
];

interface VariantResult {
  readonly title: string;
  /** Microseconds of CPU a request: of the thread that serves, where the system tells, and of all threads. */
  readonly mainUs: Spread;
  readonly allUs: Spread;
  readonly wrong: readonly string[];
}

type Results = Readonly<Record<OtelVariant, VariantResult>>;

/** Prints the figures; the exit code says whether what they show holds. */
export async function otel(json: boolean): Promise<number> {
  const directory = await mkdtemp(join(tmpdir(), "probity-bench-"));
  const storage = await Storage.start(join(directory, "clickhouse"));
  const loader = new Child({
    args: [
      "--import",
      import.meta.resolve("tsx"),
      fileURLToPath(new URL("express/load.ts", import.meta.url)),
    ],
    log: join(directory, "load.log"),
  });
  const stages: Map<OtelVariant, Stage> = new Map();
  try {
    for (const [name, variant] of Object.entries(otelVariants()))
      stages.set(name as OtelVariant, await Stage.start(plain, variant, storage, directory));
    const results = await measureAll(stages, storage, loader);
    const extra = AIMS.map(({ of, over, mostUs }) => {
      const costUs = results[of].mainUs.median - results[over].mainUs.median;
      return { of: results[of].title, over: results[over].title, costUs, mostUs, isMet: costUs <= mostUs };
    });
    const wrong = Object.values(results).flatMap(({ title, wrong }) =>
      wrong.map((what) => `${title}: ${what}`),
    );
    const result = {
      environment: environment(),
      results,
      extra,
      wrong,
      met: wrong.length === 0 && extra.every(({ isMet }) => isMet),
    };
    process.stdout.write(json ? `${JSON.stringify(result)}\n` : text(result));
    return result.met ? 0 : 1;
  } finally {
    for (const stage of stages.values()) await stage.kill();
    await loader.end("SIGKILL");
    await storage.close();
    await rm(directory, { recursive: true, force: true });
  }
}

/** All in turns, round by round, so that whatever else the machine does hits them alike. */
async function measureAll(
  stages: ReadonlyMap<OtelVariant, Stage>,
  storage: Storage,
  loader: Child,
): Promise<Results> {
  const bare = stages.get("bare");
  if (!bare) throw new Error("there is nothing to compare with");
  await loader.ask({ kind: "calls", calls: await bare.expect(plain.calls) });
  const flat = (amount: number) => ({ kind: "flat", amount, connections: CONNECTIONS }) as const;
  const measured: Map<OtelVariant, Measured[]> = new Map();
  for (const [name, stage] of stages) {
    measured.set(name, []);
    await stage.measure(flat(WARM_UP), loader);
  }
  const all = [...stages];
  for (let round = 0; round < ROUNDS; round += 1) {
    process.stderr.write(`otel: round ${round + 1} of ${ROUNDS}\n`);
    const from = round % all.length;
    for (const [name, stage] of [...all.slice(from), ...all.slice(0, from)])
      measured.get(name)?.push(await stage.measure(flat(AMOUNT), loader));
  }
  const results: [OtelVariant, VariantResult][] = [];
  for (const [name, stage] of stages)
    results.push([name, await resultOf(stage, measured.get(name) ?? [], storage)]);
  return Object.fromEntries(results) as Results;
}

async function resultOf(stage: Stage, rounds: readonly Measured[], storage: Storage): Promise<VariantResult> {
  const { title, probe } = stage.variant;
  const { sent, stored, report } = await stage.drain(storage);
  const missed = rounds.reduce((sum, each) => sum + each.sent - each.right, 0);
  const wrong = missed > 0 ? [`${missed} answers were errors, or differ from those without a probe`] : [];
  const expected = probe ? sent : 0;
  if (stored.decisions !== expected || stored.doubled > 0 || stored.gaps > 0)
    wrong.push(
      `of ${expected} decisions, ${stored.decisions} are stored, ${stored.doubled} doubled, ${stored.gaps} gaps ${report}`,
    );
  const allUs = spread(rounds.map(({ cpuUs }) => cpuUs));
  return {
    title,
    mainUs: spread(rounds.map(({ cpuUs, mainThreadUs }) => mainThreadUs ?? cpuUs)),
    allUs,
    wrong,
  };
}

function text(result: {
  readonly environment: Readonly<Record<string, string>>;
  readonly results: Results;
  readonly extra: readonly {
    readonly of: string;
    readonly over: string;
    readonly costUs: number;
    readonly mostUs: number;
    readonly isMet: boolean;
  }[];
  readonly wrong: readonly string[];
}): string {
  const lines = [
    "CPU for one request in microseconds: median (least–most) of the rounds",
    `${"".padEnd(24)}${"thread that serves".padStart(24)}${"more than bare".padStart(16)}${"all threads".padStart(24)}`,
  ];
  for (const { title, mainUs, allUs } of Object.values(result.results)) {
    const more = mainUs.median - result.results.bare.mainUs.median;
    lines.push(
      title.padEnd(24) + cell(mainUs).padStart(24) + more.toFixed(1).padStart(16) + cell(allUs).padStart(24),
    );
  }
  lines.push("", `environment: ${Object.values(result.environment).join(", ")}`, ...result.wrong);
  for (const { of, over, costUs, mostUs, isMet } of result.extra)
    lines.push(
      `${of} costs ${costUs.toFixed(1)} µs more than ${over}; at most ${mostUs}: ${isMet ? "met" : "NOT MET"}`,
    );
  return `${lines.join("\n")}\n`;
}

function cell({ median, least, most }: Spread): string {
  return `${median.toFixed(1)} (${least.toFixed(1)}–${most.toFixed(1)})`;
}
