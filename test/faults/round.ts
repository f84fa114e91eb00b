import { randomBytes } from "node:crypto";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import type { Facts } from "./facts.ts";
import { Fleet } from "./fleet.ts";
import { type Violation, violationsOf } from "./invariants.ts";
import type { Arena, Damage } from "./kinds/kind.ts";
import { type Exchange, Load } from "./load.ts";
import type { Plan } from "./plan.ts";
import { writeConfiguration } from "./setup.ts";
import { mount, unmount } from "./small-disk.ts";
import { segmentsBelow } from "./spool-files.ts";
import { elapse, until } from "./wait.ts";
import type { World } from "./world.ts";

/** What a round showed. */
export interface Round {
  readonly plan: Plan;
  readonly facts: Facts;
  /** How often each kind of fault did something. */
  readonly bites: Readonly<Record<string, number>>;
  readonly violations: readonly Violation[];
  readonly tookMs: number;
  /** Where its files are, if they were kept. */
  readonly room: string;
}

const MIB = 2 ** 20;

/** Memory of the example without a probe, with much room: what is bounded is measured against it. */
const MOST_BYTES = 320 * MIB;

/** Runs one round: the service under load, the faults of the plan, then peace; and a look at what is left. */
export async function runRound(world: World, plan: Plan): Promise<Round> {
  const started = performance.now();
  const { chance, setup } = plan;
  const room = await world.room(`round-${plan.seed}`);
  const spool = join(room, "spool");
  const spill = join(room, "spill");
  const probity = join(room, "probity.yaml");
  await world.database.empty();
  await writeConfiguration(probity, setup, { spool, spill });
  const diskBytes = setup.spool?.diskBytes;
  if (diskBytes !== undefined) mount(spool, diskBytes);

  const stores = await world.stores(setup.places);
  const load = new Load(world.reference, chance);
  const env = {
    PROBITY_CLICKHOUSE_URL: world.proxy.url,
    PROBITY_CLICKHOUSE_PASSWORD: world.database.password,
    PROBITY_PSEUDONYM_KEY: `hex:${randomBytes(32).toString("hex")}`,
  };
  const fleet = new Fleet({ stores, probity, env, directory: room, load });
  const damage: Damage[] = [];
  const bites: Record<string, number> = Object.fromEntries(plan.kinds.map(({ name }) => [name, 0]));
  const stuck: Violation[] = [];
  const arenaOf = (name: string): Arena => ({
    chance,
    load,
    fleet,
    database: world.database,
    proxy: world.proxy,
    setup,
    spool,
    moment: () => moment({ chance, load, world }),
    bit: (times = 1) => void (bites[name] = (bites[name] ?? 0) + times),
    damaged: (range) => void damage.push(range),
  });

  try {
    await fleet.startAll();
    load.start();
    await load.answers(chance.between(10, 60));
    const inflict = plan.kinds.reduceRight<() => Promise<void>>(
      (meanwhile, kind) => () => kind.inflict(arenaOf(kind.name), meanwhile),
      () => Promise.resolve(),
    );
    await inflict();
    await load.answers(chance.between(5, 30));
    await load.stop();
    await calmDown({ world, fleet, hasSpool: setup.spool !== undefined, spool, spill });
  } catch (fault) {
    stuck.push({ invariant: "alive", message: `${String(fault)}\n${lastWords(fleet)}` });
    world.proxy.calm();
    await fleet.killAll();
    await load.stop();
  }
  await world.database.settled();

  const facts: Facts = {
    hasSpool: setup.spool !== undefined,
    lives: fleet.lives.map(({ end, truth, peakBytes }, at) => ({ number: at + 1, end, truth, peakBytes })),
    sent: load.exchanges.map((exchange) => sentOf(exchange, load, fleet)),
    decisions: await world.database.decisions(),
    gaps: await world.database.gaps(),
    damage,
    leftovers: [...segmentsBelow(spool), ...segmentsBelow(spill)],
    causes: causesOf(plan, fleet),
    mostBytes: MOST_BYTES,
  };
  const violations = [...stuck, ...violationsOf(facts)];
  if (diskBytes !== undefined) unmount(spool);
  if (violations.length === 0) await rm(room, { recursive: true, force: true });
  return { plan, facts, bites, violations, tookMs: performance.now() - started, room };
}

/** After so many answers, or in the middle of an insert. */
async function moment({
  chance,
  load,
  world,
}: {
  chance: Plan["chance"];
  load: Load;
  world: World;
}): Promise<void> {
  await load.answers(chance.between(1, 60));
  if (!chance.isLucky(0.5)) return;
  await until("an insert", () => (world.proxy.inFlight > 0 ? true : undefined), 2_000).catch(() => undefined);
  await elapse(chance.between(0, 8));
}

interface Peace {
  readonly world: World;
  readonly fleet: Fleet;
  readonly hasSpool: boolean;
  readonly spool: string;
  readonly spill: string;
}

/** Nothing goes wrong any more: whoever runs finishes all that was left, and ends. */
async function calmDown({ world, fleet, hasSpool, spool, spill }: Peace): Promise<void> {
  await world.proxy.accept();
  await fleet.startAll();
  if (hasSpool)
    await until("the logs of the dead to be shipped", () =>
      othersIn(spool, spill) === 0 ? true : undefined,
    );
  await fleet.stopAll();
}

/** Logs of the dead that still hold records. */
function othersIn(spool: string, spill: string): number {
  return [...segmentsBelow(spool), ...segmentsBelow(spill)].filter((file) => file.includes("adopted")).length;
}

function causesOf({ kinds }: Plan, fleet: Fleet): string[] {
  const causes: string[] = [];
  if (fleet.lives.some(({ end }) => end === "killed")) causes.push("unclean_end", "torn_tail");
  if (kinds.some(({ name }) => name === "disk-full" || name === "spool-full"))
    causes.push("dropped", "refused");
  return causes;
}

function sentOf(exchange: Exchange, load: Load, fleet: Fleet): Facts["sent"][number] {
  const { id, service, answer, tookMs } = exchange;
  return {
    id,
    life: fleet.lives.indexOf(service) + 1,
    isAnswered: answer !== undefined,
    isFaithful: load.isFaithful(exchange),
    decision: answer?.decision,
    stage: answer?.stage ?? "recorded",
    tookMs,
  };
}

function lastWords(fleet: Fleet): string {
  return fleet.lives.map(({ lastWords: words }, at) => `life ${at + 1}: ${words}`).join("\n");
}
