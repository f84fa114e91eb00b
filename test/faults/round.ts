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
import { logsBelow, segmentsBelow } from "./spool-files.ts";
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
  const leftIn = (): string[] => [...segmentsBelow(spool), ...segmentsBelow(spill)];
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
    await calmDown(world, fleet, leftIn, spool);
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
    leftovers: leftIn(),
    causes: causesOf(plan, fleet),
    mostBytes: MOST_BYTES,
  };
  const violations = [...stuck, ...violationsOf(facts)];
  if (diskBytes !== undefined) unmount(spool, violations.length > 0 ? `${spool}-disk` : undefined);
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

/** Longest that the logs of the dead may take: a process looks for them when it starts, and then every minute. */
const PEACE_MS = 90_000;

/** What one start leaves when its deadline comes, the next one finishes; more than this many it must not take. */
const STARTS = 3;

/** Nothing goes wrong any more: whoever runs finishes all that was left, and ends. */
async function calmDown(
  world: World,
  fleet: Fleet,
  leftIn: () => readonly string[],
  spool: string,
): Promise<void> {
  await world.proxy.accept();
  for (let starts = 0; starts < STARTS && (starts === 0 || leftIn().length > 0); starts += 1) {
    await fleet.startAll();
    const areDeadGone = (): boolean => logsBelow(spool).length <= fleet.running.length;
    await until("the logs of the dead to be shipped", () => (areDeadGone() ? true : undefined), PEACE_MS);
    await fleet.stopAll();
  }
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
