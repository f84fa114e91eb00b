import { elapse } from "../wait.ts";
import type { Arena, Kind } from "./kind.ts";

/** A start takes about half a second: a moment within it is within recovery. */
const WITHIN_A_START_MS = 700;

const kill: Kind = {
  name: "service-kill",
  areas: ["service"],
  async inflict(arena, meanwhile) {
    await arena.moment();
    if (await arena.fleet.kill()) arena.bit();
    await meanwhile();
    await arena.fleet.startAll();
    await arena.load.answers(arena.chance.between(1, 30));
  },
};

const killTwice: Kind = {
  name: "service-kill-twice",
  areas: ["service"],
  async inflict(arena, meanwhile) {
    const { chance, fleet } = arena;
    await arena.moment();
    await fleet.kill();
    fleet.spawn();
    await elapse(chance.between(0, WITHIN_A_START_MS));
    await fleet.kill();
    arena.bit(2);
    await meanwhile();
    await fleet.startAll();
  },
};

const stop: Kind = {
  name: "service-stop",
  areas: ["service"],
  async inflict(arena, meanwhile) {
    await arena.moment();
    if (await arena.fleet.stop()) arena.bit();
    await meanwhile();
    await arena.fleet.startAll();
    await arena.load.answers(arena.chance.between(1, 30));
  },
};

/** Two processes on one spool: both die, and come again at the same time, each eager to finish what was left. */
const twoServices: Kind = {
  name: "two-services",
  areas: ["service"],
  prepare: (setup) => ({ ...setup, places: 2 }),
  async inflict(arena, meanwhile) {
    const { chance, fleet } = arena;
    await arena.moment();
    await end(arena, 0);
    if (chance.isLucky(0.5)) await arena.moment(); // the other one goes on alone
    await end(arena, 1);
    await meanwhile();
    if (chance.isLucky(0.7)) await Promise.all([fleet.start(0), fleet.start(1)]);
    else await fleet.startAll();
    await arena.load.answers(chance.between(1, 30));
  },
};

async function end(arena: Arena, place: number): Promise<void> {
  const { chance, fleet } = arena;
  if (await (chance.isLucky(0.75) ? fleet.kill(place) : fleet.stop(place))) arena.bit();
}

export const serviceEnds: readonly Kind[] = [kill, killTwice, stop, twoServices];
