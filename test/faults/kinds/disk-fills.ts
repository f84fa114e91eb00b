import { mkdirSync, rmSync, statfsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setupOf } from "../setup.ts";
import { canMount } from "../small-disk.ts";
import { bytesBelow } from "../spool-files.ts";
import type { Arena, Kind } from "./kind.ts";

const KIB = 1024;
const MIB = 1024 * KIB;

/** Answers that an outage goes on after the spool is as good as full. */
const AFTER_FULL = 500;

/** Answers that wait for what can't come soon would take long to fill a disk. */
const HASTY = {
  waitFor: { feed: "spooled", hot: "nothing", search: "nothing" },
  waitDeadlineMs: 50,
} as const;

/** Has ClickHouse out of reach until `isFull`, and a while longer. */
async function fill(arena: Arena, isFull: () => boolean, meanwhile: () => Promise<void>): Promise<void> {
  const { load, proxy } = arena;
  await proxy.refuse();
  try {
    for (let waves = 0; waves < 120 && !isFull(); waves += 1) await load.answers(50);
    if (isFull()) arena.bit();
    await load.answers(AFTER_FULL);
    await meanwhile();
  } finally {
    await proxy.accept();
  }
  await load.answers(arena.chance.between(50, 150));
}

/** What the spool leaves free by itself. */
const HEADROOM = 64 * KIB;

/** Takes all the room that a disk has left, for somebody else. Gives what gives it back. */
function takeAll(disk: string): () => void {
  const directory = join(disk, "lost+found"); // what else lies in a spool's root is refused
  mkdirSync(directory, { recursive: true });
  for (let bytes = 64 * KIB; bytes >= KIB; bytes /= 2) {
    try {
      for (let file = 0; ; file += 1) writeFileSync(join(directory, `${bytes}-${file}`), Buffer.alloc(bytes));
    } catch {
      // No room for as many: fewer, then.
    }
  }
  return () => rmSync(directory, { recursive: true });
}

/** The disk has no room left: ENOSPC, long before the budget is used up. */
const diskFull: Kind = {
  name: "disk-full",
  areas: ["disk", "connection"],
  needsSpool: true,
  obstacle: canMount,
  prepare: (setup, chance) => ({
    ...setup,
    ...HASTY,
    spool: {
      ...spoolOf(setup, chance),
      segmentBytes: 64 * KIB,
      diskBytes: chance.between(60, 120) * 4 * KIB,
    },
  }),
  inflict: (arena, meanwhile) =>
    fill(
      arena,
      () => freeBytes(arena.spool) < HEADROOM + 16 * KIB,
      async () => {
        const giveBack = takeAll(arena.spool);
        await arena.load.answers(50);
        await meanwhile();
        // Or else the disk stays full, and what is in the spool must get out of it all the same.
        if (arena.chance.isLucky(0.5)) giveBack();
      },
    ),
};

/** The budget is used up, on a disk with room. */
const spoolFull: Kind = {
  name: "spool-full",
  areas: ["disk", "connection"],
  needsSpool: true,
  prepare: (setup, chance) => ({
    ...setup,
    ...HASTY,
    spool: { ...spoolOf(setup, chance), segmentBytes: 64 * KIB, maxBytes: MIB },
  }),
  inflict: (arena, meanwhile) => fill(arena, () => bytesBelow(arena.spool) > 0.8 * MIB, meanwhile),
};

function spoolOf(setup: Arena["setup"], chance: Arena["chance"]): NonNullable<Arena["setup"]["spool"]> {
  const spool = setup.spool ?? setupOf(chance, true).spool;
  if (!spool) throw new Error("this kind of fault needs a spool");
  return spool;
}

function freeBytes(directory: string): number {
  const { bavail, bsize } = statfsSync(directory);
  return bavail * bsize;
}

export const diskFills: readonly Kind[] = [diskFull, spoolFull];
