import type { Kind } from "./kind.ts";

const kill: Kind = {
  name: "clickhouse-kill",
  areas: ["clickhouse"],
  async inflict(arena, meanwhile) {
    const { chance, database, load } = arena;
    await arena.moment();
    await database.kill();
    arena.bit();
    try {
      await load.answers(chance.between(1, 40));
      await meanwhile();
    } finally {
      await database.start();
    }
    await load.answers(chance.between(1, 40));
  },
};

const restart: Kind = {
  name: "clickhouse-restart",
  areas: ["clickhouse"],
  async inflict(arena, meanwhile) {
    await arena.moment();
    await arena.database.stop();
    arena.bit();
    try {
      await meanwhile();
    } finally {
      await arena.database.start();
    }
    await arena.load.answers(arena.chance.between(1, 40));
  },
};

const pause: Kind = {
  name: "clickhouse-pause",
  areas: ["clickhouse"],
  async inflict(arena, meanwhile) {
    const { chance, database, load } = arena;
    await arena.moment();
    database.pause();
    arena.bit();
    try {
      await load.answers(chance.between(5, 80));
      await meanwhile();
    } finally {
      database.resume();
    }
    await load.answers(chance.between(1, 40));
  },
};

export const clickhouseFails: readonly Kind[] = [kill, restart, pause];
