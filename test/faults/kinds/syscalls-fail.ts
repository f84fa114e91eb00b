import { randomUUID } from "node:crypto";
import { join } from "node:path";
import type { Chance } from "../chance.ts";
import { canTrace, injectedIn, type Injection, tracing, type Weakness, WEAKNESSES } from "../strace.ts";
import type { Arena, Kind } from "./kind.ts";

/** A system call of the spool fails, while a process writes its log or while it finishes that of a dead one. */
function failing(weakness: Weakness): Kind {
  return {
    name: `syscall-${weakness.call}-${weakness.error}`,
    areas: ["service", "connection", "disk"],
    needsSpool: true,
    obstacle: canTrace,
    // So that everything is written as often as possible, and flushed.
    prepare: (setup) => ({
      ...setup,
      spool: setup.spool && { ...setup.spool, fsync: "always", segmentBytes: 64 * 1024 },
      batch: { maxRows: 20, maxWaitMs: 20 },
    }),
    async inflict(arena, meanwhile) {
      const { chance, fleet, load, proxy } = arena;
      const injections = injectionsOf(weakness, chance);
      await fleet.stop();
      const dead = randomUUID();
      if (chance.isLucky(0.5)) await leaveLog(arena, dead);
      const writer = randomUUID();
      const log = join(arena.room, "strace.log");
      await fleet.start(0, { writer, under: tracing(injections, { spool: arena.spool, writer, dead, log }) });
      await arena.moment();
      await load.answers(chance.between(100, 300));
      await meanwhile();
      // What fails for good may be the only note of how many decisions began: then a kill loses count.
      if (injections.some(({ isLasting }) => isLasting) || chance.isLucky(0.5)) await fleet.stop();
      else await fleet.kill();
      arena.bit(injectedIn(log));
      await proxy.accept();
      await fleet.startAll();
      await load.answers(chance.between(1, 30));
    },
  };
}

function injectionsOf({ call, error, upTo, after }: Weakness, chance: Chance): Injection[] {
  const injection = { call, error, at: chance.between(1, upTo), isLasting: chance.isLucky(0.3) };
  return after ? [...injectionsOf(after, chance), injection] : [injection];
}

/** Has a process die while much waits in its log, so that the next one has something to finish. */
async function leaveLog({ chance, fleet, load, proxy }: Arena, writer: string): Promise<void> {
  await fleet.start(0, { writer });
  await proxy.refuse();
  try {
    await load.answers(chance.between(30, 150));
    await fleet.kill();
  } finally {
    await proxy.accept();
  }
}

export const syscallsFail: readonly Kind[] = WEAKNESSES.map(failing);
