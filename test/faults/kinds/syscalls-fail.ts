import { randomUUID } from "node:crypto";
import { join } from "node:path";
import { canTrace, type Injection, INJECTIONS, injectedIn, tracing } from "../strace.ts";
import type { Arena, Kind } from "./kind.ts";

/** A system call of the spool fails, while a process writes its log or while it finishes that of a dead one. */
function failing(call: string, error: string): Kind {
  return {
    name: `syscall-${call}-${error}`,
    areas: ["service", "connection", "disk"],
    needsSpool: true,
    obstacle: canTrace,
    async inflict(arena, meanwhile) {
      const { chance, fleet, load, proxy } = arena;
      const injection: Injection = {
        call,
        error,
        at: chance.pick([1, 1, 2, 3, 5]),
        isLasting: chance.isLucky(0.3),
      };
      await fleet.stop();
      const dead = randomUUID();
      if (chance.isLucky(0.5)) await leaveLog(arena, dead);
      const writer = randomUUID();
      const log = join(arena.room, "strace.log");
      await fleet.start(0, { writer, under: tracing(injection, { spool: arena.spool, writer, dead, log }) });
      await arena.moment();
      await load.answers(chance.between(100, 300));
      await meanwhile();
      // What fails for good may be the only note of how many decisions began: then a kill loses count.
      if (injection.isLasting || chance.isLucky(0.5)) await fleet.stop();
      else await fleet.kill();
      arena.bit(injectedIn(log));
      await proxy.accept();
      await fleet.startAll();
      await load.answers(chance.between(1, 30));
    },
  };
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

export const syscallsFail: readonly Kind[] = INJECTIONS.map(([call, error]) => failing(call, error));
