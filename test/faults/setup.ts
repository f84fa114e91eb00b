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

/** Writes the example's own configuration with this setup in the place of what it says of the same. */
export async function writeConfiguration(
  file: string,
  setup: Setup,
  directories: { readonly spool: string; readonly spill: string },
): Promise<void> {
  const { spool, batch, maxPendingBytes } = setup;
  const sections = sectionsOf(await readFile(example, "utf8"));
  const of = (name: string): string => {
    const section = sections.get(name);
    if (section === undefined) throw new Error(`${example}: expected a section "${name}"`);
    return section;
  };
  sections.set("algorithms", waiting(of("algorithms"), setup));
  sections.set(
    "storage",
    `${of("storage").trimEnd()}\n  batch: ${JSON.stringify(batch)}\n  maxPendingBytes: ${maxPendingBytes}\n`,
  );
  sections.delete("spool");
  if (spool) sections.set("spool", `spool: ${JSON.stringify(spoolSection(spool, directories))}\n`);
  await writeFile(file, [...sections.values()].join(""));
}

/** The sections of a YAML file by name, each from its name to the next. */
function sectionsOf(text: string): Map<string, string> {
  return new Map(
    text.split(/^(?=[a-z]+:)/m).map((section) => [/^[a-z]+(?=:)/.exec(section)?.[0] ?? "", section]),
  );
}

/** The algorithms, with what their answers wait for. */
function waiting(section: string, { spool, waitFor, waitDeadlineMs }: Setup): string {
  return section
    .replaceAll(/^ +wait(For|DeadlineMs):.*\n/gm, "")
    .replaceAll(/^ {2}(feed|hot|search):\n/gm, (line, algorithm: keyof Setup["waitFor"]) => {
      const stage = spool ? waitFor[algorithm] : "nothing";
      return stage === "nothing"
        ? line
        : `${line}    waitFor: ${stage}\n    waitDeadlineMs: ${waitDeadlineMs}\n`;
    });
}

function spoolSection(
  { maxBytes, whenFull, fsync, segmentBytes }: SpoolSetup,
  directories: { readonly spool: string; readonly spill: string },
): object {
  const spill = whenFull === "spill" ? { spill: { directory: directories.spill, maxBytes } } : {};
  return { directory: directories.spool, maxBytes, whenFull, fsync, segmentBytes, ...spill };
}
