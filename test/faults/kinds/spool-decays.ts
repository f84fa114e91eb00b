import { readFileSync, truncateSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { type ChunkFrame, chunksIn } from "../segment-frames.ts";
import { segmentsBelow } from "../spool-files.ts";
import type { Arena, Kind } from "./kind.ts";

/** A chunk of decisions that lies in the log of a dead process. */
interface Found {
  readonly file: string;
  readonly writer: string;
  readonly chunk: ChunkFrame;
  /** Nothing of its log comes after it. */
  readonly isLast: boolean;
}

/** Kills the service while much waits in its spool, and has `spoil` at that before the next start. */
async function whileDead(
  arena: Arena,
  spoil: (found: readonly Found[]) => void,
  meanwhile: () => Promise<void>,
): Promise<void> {
  const { chance, fleet, load, proxy } = arena;
  await arena.moment();
  await proxy.refuse();
  try {
    await load.answers(chance.between(30, 150));
    await fleet.kill();
    spoil(decisionsIn(arena.spool));
    await meanwhile();
    await fleet.startAll();
  } finally {
    await proxy.accept();
  }
  await load.answers(chance.between(1, 40));
}

function decisionsIn(spool: string): Found[] {
  return segmentsBelow(spool).flatMap((name, at, all) => {
    const file = join(spool, name);
    const writer = basename(dirname(file));
    const chunks = chunksIn(file).filter(({ table }) => table === "decisions");
    const isLastOfLog = !all.slice(at + 1).some((other) => dirname(join(spool, other)) === dirname(file));
    return chunks.map((chunk, place) => {
      return { file, writer, chunk, isLast: isLastOfLog && place === chunks.length - 1 };
    });
  });
}

/** The end of the last segment is cut off or overwritten, as by a machine that lost its power. */
const tail: Kind = {
  name: "corrupt-tail",
  areas: ["service", "connection"],
  needsSpool: true,
  inflict: (arena, meanwhile) =>
    whileDead(
      arena,
      (found) => {
        const victim = found.findLast(({ isLast }) => isLast);
        if (!victim) return;
        if (arena.chance.isLucky(0.5)) cut(arena, victim);
        else overwrite(arena, victim);
      },
      meanwhile,
    ),
};

/** Bytes in the middle of a segment are others than they were. */
const middle: Kind = {
  name: "corrupt-middle",
  areas: ["service", "connection"],
  needsSpool: true,
  inflict: (arena, meanwhile) =>
    whileDead(
      arena,
      (found) => {
        const choices = found.filter(({ isLast }) => !isLast);
        if (choices.length > 0) overwrite(arena, arena.chance.pick(choices));
      },
      meanwhile,
    ),
};

function cut(arena: Arena, { file, writer, chunk }: Found): void {
  truncateSync(file, chunk.offset + arena.chance.between(1, chunk.length - 1));
  arena.damaged({ ...chunk, writer });
  arena.bit();
}

function overwrite(arena: Arena, { file, writer, chunk }: Found): void {
  const { chance } = arena;
  const bytes = readFileSync(file);
  const from = chunk.offset + chance.between(0, chunk.length - 1);
  const to = Math.min(chunk.offset + chunk.length, from + chance.between(1, 64));
  for (let at = from; at < to; at += 1) bytes[at] = (bytes[at] ?? 0) ^ chance.between(1, 255);
  writeFileSync(file, bytes);
  arena.damaged({ ...chunk, writer });
  arena.bit();
}

export const spoolDecays: readonly Kind[] = [tail, middle];
