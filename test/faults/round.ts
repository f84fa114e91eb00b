import { rm } from "node:fs/promises";
import type { Facts } from "./facts.ts";
import { type Violation, violationsOf } from "./invariants.ts";
import type { Arena, Damage } from "./kinds/kind.ts";
import type { Plan } from "./plan.ts";
import { Site } from "./site.ts";
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

/** The example takes about 130 MiB without a probe, and 200 MiB with one at full load. */
export const MOST_BYTES: number = 320 * 2 ** 20;

/** Runs one round: the service under load, the faults of the plan, then peace; and a look at what is left. */
export async function runRound(world: World, plan: Plan): Promise<Round> {
  const started = performance.now();
  const { chance, kinds, seed, setup } = plan;
  const site = await Site.make(world, { name: `round-${seed}`, setup, chance });
  const damage: Damage[] = [];
  const bites: Record<string, number> = Object.fromEntries(kinds.map(({ name }) => [name, 0]));
  const stuck: Violation[] = [];
  const arenaOf = (name: string): Arena => ({
    chance,
    setup,
    load: site.load,
    fleet: site.fleet,
    room: site.room,
    spool: site.spool,
    database: world.database,
    proxy: world.proxy,
    moment: () => moment(world, site, chance),
    bit: (times = 1) => void (bites[name] = (bites[name] ?? 0) + times),
    damaged: (range) => void damage.push(range),
  });

  try {
    await site.fleet.startAll();
    site.load.start();
    await site.load.answers(chance.between(10, 60));
    const inflict = kinds.reduceRight<() => Promise<void>>(
      (meanwhile, kind) => () => kind.inflict(arenaOf(kind.name), meanwhile),
      () => Promise.resolve(),
    );
    await inflict();
    await site.load.answers(chance.between(5, 30));
    await site.windDown();
  } catch (fault) {
    stuck.push({ invariant: "alive", message: `${String(fault)}\n${site.lastWords}` });
    await site.abandon();
  }

  const areClocksRight = !kinds.some(({ areas }) => areas.includes("clock"));
  const causes = causesOf(plan, site);
  const facts = await site.facts({ damage, areClocksRight, causes, mostBytes: MOST_BYTES });
  const violations = [...stuck, ...violationsOf(facts)];
  site.close({ isKept: violations.length > 0 });
  if (violations.length === 0) await rm(site.room, { recursive: true, force: true });
  return { plan, facts, bites, violations, tookMs: performance.now() - started, room: site.room };
}

/** After so many answers, or in the middle of an insert. */
async function moment({ proxy }: World, { load }: Site, chance: Plan["chance"]): Promise<void> {
  await load.answers(chance.between(1, 60));
  if (!chance.isLucky(0.5)) return;
  await until("an insert", () => (proxy.inFlight > 0 ? true : undefined), 2_000).catch(() => undefined);
  await elapse(chance.between(0, 8));
}

function causesOf({ kinds }: Plan, { fleet }: Site): string[] {
  const causes: string[] = [];
  if (fleet.lives.some(({ end }) => end === "killed")) causes.push("unclean_end", "torn_tail");
  // What finds no room waits in memory: there it may still be when the deadline of a clean end comes.
  if (kinds.some(({ areas }) => areas.includes("disk"))) causes.push("dropped", "refused", "unclean_end");
  if (kinds.some(({ areas }) => areas.includes("worker"))) causes.push("worker_died", "torn_tail");
  return causes;
}
