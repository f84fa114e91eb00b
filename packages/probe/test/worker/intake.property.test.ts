import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gapRecord } from "@probity/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { recoverLog } from "../../src/spool/recover.ts";
import type { Parcel } from "../../src/worker/backlog.ts";
import { changeableDisk, systemError, writesOnly } from "../spool/support/failing-disk.ts";
import { decisionChunk, FLAGGED } from "../support/decision-chunks.ts";
import { intakeOf } from "../support/intakes.ts";

type Step =
  | { readonly kind: "chunk"; readonly flags: readonly boolean[] }
  | { readonly kind: "missing"; readonly rows: number; readonly isTold: boolean }
  | { readonly kind: "turn" }
  | { readonly kind: "disk"; readonly failure: "ENOSPC" | "EIO" | "flush" | "none"; readonly after: number }
  | { readonly kind: "stored" }
  | { readonly kind: "second" };

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constant("chunk"), flags: flags() }) },
  { weight: 1, arbitrary: missing() },
  { weight: 2, arbitrary: fc.constant<Step>({ kind: "turn" }) },
  { weight: 1, arbitrary: disk() },
  { weight: 1, arbitrary: fc.constant<Step>({ kind: "stored" }) },
  { weight: 1, arbitrary: fc.constant<Step>({ kind: "second" }) },
);

function flags() {
  return fc.array(fc.boolean(), { minLength: 1, maxLength: 6 });
}

function missing() {
  return fc.record({
    kind: fc.constant("missing"),
    rows: fc.integer({ min: 1, max: 5 }),
    isTold: fc.boolean(),
  });
}

function disk() {
  const failure = fc.constantFrom("ENOSPC", "EIO", "flush", "none");
  return fc.record({ kind: fc.constant("disk"), failure, after: fc.nat(3_000) });
}

const policy = fc.record({
  whenFull: fc.constantFrom("drop", "block", "spill"),
  fsync: fc.constantFrom("os", "interval", "always"),
  maxBytes: fc.constantFrom(4_000, 20_000, 1_000_000),
});

function numbersOf(ranges: readonly { readonly firstSeq: number; readonly lastSeq: number }[]): number[] {
  return ranges.flatMap(({ firstSeq, lastSeq }) =>
    Array.from({ length: lastSeq - firstSeq + 1 }, (_, index) => firstSeq + index),
  );
}

describe("an intake, whatever comes and whatever the disk does,", () => {
  it("gives back all memory once, hands on each row once or has it on record, and numbers gaps without a hole", async () => {
    await fc.assert(
      fc.asyncProperty(policy, fc.array(step, { maxLength: 40 }), async ({ maxBytes, ...given }, steps) => {
        const directory = mkdtempSync(join(tmpdir(), "probity-intake-"));
        try {
          await run(directory, { ...given, maxBytes }, steps);
        } finally {
          rmSync(directory, { recursive: true });
        }
      }),
      { numRuns: 60 },
    );
  });
});

async function run(
  directory: string,
  given: {
    readonly whenFull: "drop" | "block" | "spill";
    readonly fsync: "os" | "interval" | "always";
    readonly maxBytes: number;
  },
  steps: readonly Step[],
): Promise<void> {
  const { disk: changing, change } = changeableDisk();
  const { whenFull, fsync, maxBytes } = given;
  let isBackedUp = false;
  const { intake, add, written, told, timers, handedIn, log } = intakeOf(directory, {
    whenFull,
    fsync,
    isBackedUp: () => isBackedUp,
    log: { disk: changing, maxBytes, segmentBytes: 2_000 },
  });
  let next = 1;
  let stored = 0;
  const storeAll = (): void => {
    // Each parcel is stored once, and gives back what it held.
    for (const { heldBytes } of told.parcels.slice(stored)) told.freed += heldBytes;
    stored = told.parcels.length;
    isBackedUp = false;
    log?.seal();
    log?.release(Infinity);
  };
  for (const each of steps) {
    switch (each.kind) {
      case "chunk":
        add(
          decisionChunk(
            next,
            each.flags.map((isFlagged) => (isFlagged ? FLAGGED : {})),
          ),
        );
        next += each.flags.length;
        break;
      case "missing":
        if (each.isTold)
          intake.missing("decisions", [{ cause: "refused", firstSeq: next, lastSeq: next + each.rows - 1 }]);
        next += each.rows;
        break;
      case "turn":
        await written();
        isBackedUp = told.parcels.slice(stored).some(({ place }) => place);
        break;
      case "disk":
        if (each.failure === "none") change({});
        else if (each.failure === "flush") change({ flush: () => Promise.reject(systemError("EIO")) });
        else change({ write: writesOnly(each.after, each.failure) });
        break;
      case "stored":
        await written();
        storeAll();
        break;
      case "second":
        await timers.pass(1_000);
    }
  }
  intake.finish("decisions", next - 1, "unfinished");
  // The disk works again, and the store takes everything.
  change({});
  do {
    await written();
    await timers.pass(1_000);
    storeAll();
  } while (intake.retry() || !intake.isEmpty);

  expect(told.freed).toBe(handedIn());
  const gaps = told.parcels
    .filter(isGaps)
    .flatMap(({ chunk: { bytes, version } }) => gapRecord.decode(bytes, version));
  const missed = gaps.map(({ first_seq: firstSeq, last_seq: lastSeq }) => ({ firstSeq, lastSeq }));
  const rows = told.parcels.filter((parcel) => !isGaps(parcel)).map(({ chunk }) => chunk);
  const all = Array.from({ length: next - 1 }, (_, index) => index + 1);
  expect(numbersOf(rows)).toEqual(numbersOf(rows).toSorted((a, b) => a - b));
  expect(numbersOf([...rows, ...missed]).toSorted((a, b) => a - b)).toEqual(all);
  expect(gaps.map(({ seq }) => seq)).toEqual(gaps.map((_, index) => index + 1));
  // The log has no account of what went on from memory, and of nothing else.
  const unplaced = told.parcels.filter(({ place }) => !place).map(({ chunk }) => chunk);
  log?.seal();
  const { missing: open, next: accounted } = recoverLog(directory);
  const unknown = numbersOf(open).concat(
    numbersOf([{ firstSeq: accounted["decisions"] ?? 1, lastSeq: next - 1 }]),
  );
  expect(unknown.toSorted((a, b) => a - b)).toEqual(numbersOf(unplaced));
}

function isGaps({ chunk }: Parcel): boolean {
  return chunk.table === gapRecord.name;
}
