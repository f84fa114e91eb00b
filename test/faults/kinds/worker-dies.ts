import type { Kind } from "./kind.ts";

/** The probe's thread ends, once or twice, and the service goes on. */
const dies: Kind = {
  name: "worker-dies",
  areas: ["worker"],
  async inflict(arena, meanwhile) {
    const { chance, fleet, load } = arena;
    await arena.moment();
    for (let times = chance.pick([1, 1, 2]); times > 0; times -= 1) {
      for (const service of fleet.running) {
        await service.endWorkers();
        arena.bit();
      }
      await load.answers(chance.between(1, 60));
    }
    await meanwhile();
  },
};

export const workerDies: readonly Kind[] = [dies];
