import type { Chance } from "../chance.ts";
import type { Trouble } from "../proxy.ts";
import { until } from "../wait.ts";
import type { Arena, Kind } from "./kind.ts";

/** A kind of trouble between the service and ClickHouse that hits every request, or every other, until it is over. */
function between(name: string, trouble: (chance: Chance) => Trouble): Kind {
  return {
    name,
    areas: ["connection"],
    async inflict(arena, meanwhile) {
      const { chance, load, proxy } = arena;
      await arena.moment();
      const share = chance.pick([0.5, 1]);
      const onlyInserts = chance.isLucky(0.5);
      proxy.make(({ isInsert }) =>
        (isInsert || !onlyInserts) && chance.isLucky(share) ? trouble(chance) : undefined,
      );
      try {
        await hits(arena, chance.between(1, 3));
        await meanwhile();
      } finally {
        arena.bit(proxy.hits);
        proxy.calm();
      }
      await load.answers(chance.between(1, 40));
    },
  };
}

/** A ClickHouse that hangs keeps the service waiting, with no request more: then it is as many as came until now. */
const HITS_WITHIN_MS = 4_000;

async function hits({ fleet, proxy }: Arena, count: number): Promise<void> {
  const areEnough = (): boolean => proxy.hits >= count || fleet.running.length === 0;
  await until("requests to hit", () => (areEnough() ? true : undefined), HITS_WITHIN_MS).catch(
    () => undefined,
  );
}

const refuse: Kind = {
  name: "refuse",
  areas: ["connection"],
  async inflict(arena, meanwhile) {
    const { chance, load, proxy } = arena;
    await arena.moment();
    await proxy.refuse();
    arena.bit();
    try {
      await load.answers(chance.between(1, 80));
      await meanwhile();
    } finally {
      await proxy.accept();
    }
    await load.answers(chance.between(1, 40));
  },
};

/** One request is not answered for longer than the probe waits for an answer, which is 30 seconds. */
const timeout: Kind = {
  name: "timeout",
  areas: ["connection"],
  async inflict(arena, meanwhile) {
    const { chance, fleet, proxy } = arena;
    await arena.moment();
    const isStored = chance.isLucky(0.5);
    proxy.make(({ isInsert }) =>
      isInsert && proxy.hits === 0 ? { kind: "hang", ms: 32_000, isStored } : undefined,
    );
    try {
      await hits(arena, 1);
      await meanwhile();
      await until("the request to time out", () =>
        proxy.inFlight === 0 || fleet.running.length === 0 ? true : undefined,
      );
    } finally {
      arena.bit(proxy.hits);
      proxy.calm();
    }
  },
};

export const connectionFails: readonly Kind[] = [
  refuse,
  between("cut-before", () => ({ kind: "cut", when: "before" })),
  between("cut-midway", () => ({ kind: "cut", when: "midway" })),
  between("cut-after", (chance) => ({ kind: "cut", when: chance.pick(["after", "in-answer"]) })),
  between("slow", (chance) => ({ kind: "slow", ms: chance.between(20, 400) })),
  between("status-500", (chance) => ({
    kind: "status",
    status: chance.pick([500, 502, 503]),
    isStored: chance.isLucky(0.5),
  })),
  between("status-429", (chance) => ({ kind: "status", status: 429, isStored: chance.isLucky(0.5) })),
  between("hang", (chance) => ({
    kind: "hang",
    ms: chance.between(100, 1500),
    isStored: chance.isLucky(0.5),
  })),
  timeout,
  between("noise", () => ({ kind: "noise" })),
  between("page", () => ({ kind: "page" })),
];
