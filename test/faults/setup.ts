import { readFile, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import type { Chance } from "./chance.ts";

const KIB = 1024;
const MIB = 1024 * KIB;

const example = fileURLToPath(new URL("../../examples/book-feed/probity.yaml", import.meta.url));

/** How the spool of a round is configured. */
export interface SpoolSetup {
  readonly maxBytes: number;
  readonly whenFull: "drop" | "block" | "spill";
  readonly fsync: "os" | "interval" | "always";
  readonly segmentBytes: number;
  /** Size of a disk of its own for the spool. @default the disk of the harness */
  readonly diskBytes?: number;
}

/** What is so from a round's start to its end. */
export interface Setup {
  /** Processes of the service at a time. */
  readonly places: number;
  /** `undefined` runs the service without one. */
  readonly spool: SpoolSetup | undefined;
  readonly batch: { readonly maxRows: number; readonly maxWaitMs: number };
  /** Memory that decisions may take while they wait, in bytes. */
  readonly maxPendingBytes: number;
  /** What answers wait for, by algorithm, and for how long. */
  readonly waitFor: Readonly<Record<"feed" | "hot" | "search", "nothing" | "spooled" | "stored">>;
  readonly waitDeadlineMs: number;
}

/** A deployment by chance: small segments and batches, so that a round has many of each. */
export function setupOf(chance: Chance, hasSpool: boolean): Setup {
  const spool: SpoolSetup = {
    maxBytes: 64 * MIB,
    whenFull: chance.pick(["drop", "block", "spill"] as const),
    fsync: chance.pick(["os", "os", "interval", "always"] as const),
    segmentBytes: chance.pick([64 * KIB, 128 * KIB, 1 * MIB]),
  };
  return {
    places: 1,
    spool: hasSpool ? spool : undefined,
    batch: { maxRows: chance.pick([20, 100, 1000]), maxWaitMs: chance.pick([20, 100, 300]) },
    maxPendingBytes: 8 * MIB,
    waitFor: { feed: "spooled", hot: "nothing", search: "stored" },
    waitDeadlineMs: 300,
  };
}

const types = { feed: "personalised_push", hot: "ranking", search: "retrieval" };

/** Writes the example's own configuration with this setup added to it. */
export async function writeConfiguration(
  file: string,
  setup: Setup,
  directories: { readonly spool: string; readonly spill: string },
): Promise<void> {
  let text = await readFile(example, "utf8");
  const { spool, batch, maxPendingBytes, waitFor, waitDeadlineMs } = setup;
  for (const [algorithm, stage] of Object.entries(spool ? waitFor : {})) {
    if (stage === "nothing") continue;
    const type = `    type: ${types[algorithm as keyof typeof types]}\n`;
    if (!text.includes(type)) throw new Error(`${example}: expected the line "${type.trim()}"`);
    text = text.replace(type, `${type}    waitFor: ${stage}\n    waitDeadlineMs: ${waitDeadlineMs}\n`);
  }
  // Its last section is `storage`.
  text += `  batch: ${JSON.stringify(batch)}\n  maxPendingBytes: ${maxPendingBytes}\n`;
  if (spool) text += `spool: ${JSON.stringify(spoolSection(spool, directories))}\n`;
  await writeFile(file, text);
}

function spoolSection(
  { maxBytes, whenFull, fsync, segmentBytes }: SpoolSetup,
  directories: { readonly spool: string; readonly spill: string },
): object {
  const spill = whenFull === "spill" ? { spill: { directory: directories.spill, maxBytes } } : {};
  return { directory: directories.spool, maxBytes, whenFull, fsync, segmentBytes, ...spill };
}
