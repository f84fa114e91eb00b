import type { Kind } from "./kind.ts";

const HOUR_MS = 3_600_000;

const back: Kind = {
  name: "clock-back",
  areas: ["clock"],
  async inflict(arena, meanwhile) {
    const { chance, fleet, load } = arena;
    await arena.moment();
    // A leap, an hour, or into the month before: another partition.
    await fleet.setClock(-chance.pick([1500, HOUR_MS, 40 * 24 * HOUR_MS]));
    arena.bit();
    await load.answers(chance.between(5, 60));
    await meanwhile();
    if (chance.isLucky(0.5)) await fleet.setClock(0);
    await load.answers(chance.between(1, 40));
  },
};

export const clockSteps: readonly Kind[] = [back];
