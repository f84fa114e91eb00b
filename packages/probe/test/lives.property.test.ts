import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { GapRow } from "@probity/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Quarantine } from "../src/spool/quarantine.ts";
import { takeOver } from "../src/worker/take-over.ts";
import { shipperInto } from "./support/dead-logs.ts";
import { type LivingProcess, livingProcess, type Made } from "./support/living-process.ts";
import { type InsertFault, MemoryStore } from "./support/memory-store.ts";

type Step =
  | { readonly kind: "make"; readonly rows: number; readonly table: Made }
  | { readonly kind: "begin"; readonly table: Made }
  | { readonly kind: "pass"; readonly ms: number }
  | { readonly kind: "store"; readonly faults: readonly InsertFault[] }
  | { readonly kind: "silence" }
  | { readonly kind: "forget" }
  | { readonly kind: "bad"; readonly ahead: number; readonly table: Made }
  | { readonly kind: "disk"; readonly errno: "ENOSPC" | "EIO" | undefined }
  | { readonly kind: "kill worker" };

const fault = fc.constantFrom<InsertFault>("refused", "unanswered");
const table = fc.constantFrom<Made>("decisions", "decisions", "remote_calls", "coverage");
/** A record that is not counted begins and ends at once. */
const counted = fc.constantFrom<Made>("decisions", "remote_calls");
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant("make" as const),
      rows: fc.integer({ min: 1, max: 6 }),
      table,
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("begin" as const), table: counted }) },
  {
    weight: 4,
    arbitrary: fc.record({ kind: fc.constant("pass" as const), ms: fc.constantFrom(0, 10, 100, 10_000) }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant("store" as const), faults: fc.array(fault, { maxLength: 4 }) }),
  },
  { weight: 1, arbitrary: fc.constant({ kind: "silence" as const }) },
  { weight: 1, arbitrary: fc.constant({ kind: "forget" as const }) },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant("bad" as const),
      ahead: fc.integer({ min: 1, max: 8 }),
      table,
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant("disk" as const),
      errno: fc.constantFrom("ENOSPC" as const, "EIO" as const, undefined, undefined),
    }),
  },
  { weight: 1, arbitrary: fc.constant({ kind: "kill worker" as const }) },
);

const given = fc.record({
  memoryBytes: fc.constantFrom(0, 200, 100_000),
  maxPendingBytes: fc.constantFrom(150, 2_000),
  spool: fc.record({ segmentBytes: fc.constantFrom(300, 100_000) }),
});

async function take(living: LivingProcess, store: MemoryStore, next: Step): Promise<void> {
  switch (next.kind) {
    case "make":
      living.make(next.rows, next.table);
      break;
    case "begin":
      living.begin(1, next.table);
      break;
    case "pass":
      await living.pass(next.ms);
      break;
    case "store":
      store.faults = [...next.faults];
      break;
    case "silence":
      living.silenceStore();
      break;
    case "forget":
      store.forget();
      break;
    case "bad": {
      const seq = living.begun(next.table) + next.ahead;
      store.bad.add(next.table === "decisions" ? seq : `${next.table} ${seq}`);
      break;
    }
    case "disk":
      living.breakDisk(next.errno);
      break;
    case "kill worker":
      living.killWorker();
  }
}

describe("a process that spools", () => {
  it("has every record that began stored once, or once on record as missing, however its lives end", async () => {
    await fc.assert(
      fc.asyncProperty(
        given,
        fc.array(step, { maxLength: 40 }),
        fc.constantFrom("closed", "closed late", "killed"),
        async (chosen, steps, end) => {
          const root = mkdtempSync(join(tmpdir(), "probity-lives-"));
          try {
            const store = new MemoryStore();
            const living = livingProcess(root, store, chosen);
            for (const next of steps) await take(living, store, next);
            const promised = spooledOrStored(living);
            if (end === "killed") living.kill();
            else {
              if (end === "closed late") store.faults = Array.from({ length: 40 }, () => "refused" as const);
              await living.close(end === "closed" ? 60_000 : 100);
              expectBalance(living);
            }
            store.faults = [];
            await finish(root, store);
            expectAccounted(root, store);
            for (const each of ["decisions", "remote_calls"] as const)
              expect(numbersOf(store, each)).toEqual(upTo(living.begun(each)));
            // Nobody counts statements of coverage: of what a log has no account of, none may be known. None is doubled.
            const coverage = numbersOf(store, "coverage");
            const made = upTo(living.begun("coverage"));
            expect(made).toEqual(expect.arrayContaining(coverage));
            expect(new Set(coverage).size).toBe(coverage.length);
            if (living.shipper.isComplete) expect(coverage).toEqual(made);
            const stored = new Set(store.numbers());
            for (const seq of promised) expect(stored.has(seq) || store.bad.has(seq)).toBe(true);
          } finally {
            rmSync(root, { recursive: true });
          }
        },
      ),
      { numRuns: 150 },
    );
  });
});

/** The decisions of which was said that they are on disk or stored. */
function spooledOrStored({ shipper, begun }: LivingProcess): number[] {
  return Array.from({ length: begun() }, (_, index) => index + 1).filter((seq) =>
    ["spooled", "stored"].includes(shipper.progress.stageOf(seq)),
  );
}

/** What was handed over is stored, in the spool, or lost, and nothing is anywhere else. */
function expectBalance({ shipper }: LivingProcess): void {
  const { counters } = shipper;
  for (const { pendingRows, spooledRows } of [counters, counters.remoteCalls])
    expect(pendingRows).toBe(spooledRows);
  expect(counters.pendingBytes).toBe(0);
}

async function finish(root: string, store: MemoryStore): Promise<void> {
  const log = join(root, "log");
  if (!existsSync(log)) return;
  await takeOver(log, { shipper: shipperInto(store, root), archive: undefined, now: 1_800_000_000_000 });
  expect(existsSync(log)).toBe(false);
}

function expectAccounted(root: string, store: MemoryStore): void {
  expect(store.numbers("gaps")).toEqual(upTo(store.gaps.length));
  const nameOf = (of: string, seq: number): string => `${of} ${seq}`;
  const quarantined = new Quarantine(root).list().rows.map((row) => nameOf(row.table, row.seq));
  const refused = store.gaps
    .filter(({ cause }) => cause === "quarantined")
    .flatMap((gap) => numbersIn([gap]).map((seq) => nameOf(gap.of, seq)));
  expect(quarantined).toEqual(expect.arrayContaining(refused));
}

/** The numbers of a table that are stored or on record as missing, in order; one that is there twice is there twice. */
function numbersOf(store: MemoryStore, made: Made): number[] {
  const gaps = store.gaps.filter(({ of }) => of === made);
  return [...store.numbers(made), ...numbersIn(gaps)].sort((a, b) => a - b);
}

const upTo = (last: number): number[] => Array.from({ length: last }, (_, index) => index + 1);

function numbersIn(gaps: readonly GapRow[]): number[] {
  return gaps.flatMap(({ first_seq, last_seq }) =>
    Array.from({ length: last_seq - first_seq + 1 }, (_, index) => first_seq + index),
  );
}
