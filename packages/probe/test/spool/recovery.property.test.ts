import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, describe, expect, it } from "vitest";
import { coveredBy } from "../../src/spool/account.ts";
import { BegunFile } from "../../src/spool/begun-file.ts";
import { finishLog } from "../../src/spool/finish.ts";
import type { BodyFrame, Place } from "../../src/spool/frame.ts";
import { NumberSet } from "../../src/spool/number-set.ts";
import { readRecovered, type Recovered } from "../../src/spool/recovered.ts";
import { recoverLog } from "../../src/spool/recover.ts";
import { decisions, gap, identity, openLog, segmentsIn } from "./support/logs.ts";

/** What a writer may do. Numbers are given as it goes. */
type Step =
  | { readonly kind: "group"; readonly parts: readonly Part[] }
  | { readonly kind: "seal" }
  /** Frees every segment before this one. */
  | { readonly kind: "release" }
  /** The worker dies, and another opens the log. */
  | { readonly kind: "reopen" };

interface Part {
  /** `skipped` numbers are given and never written; `gap` says so of numbers before it. */
  readonly kind: "rows" | "gap" | "skipped" | "mark";
  readonly rows: number;
}

/** What may happen to files after that. Places are shares of the segments, and of the file. */
type Harm =
  | { readonly kind: "flip"; readonly file: number; readonly at: number; readonly bit: number }
  | { readonly kind: "zeros"; readonly file: number; readonly at: number; readonly length: number }
  | { readonly kind: "cut"; readonly file: number; readonly at: number }
  | { readonly kind: "grow"; readonly file: number; readonly length: number }
  | { readonly kind: "remove"; readonly file: number };

const share = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
const part: fc.Arbitrary<Part> = fc.record({
  kind: fc.constantFrom("rows", "rows", "rows", "gap", "skipped", "mark"),
  rows: fc.integer({ min: 1, max: 9 }),
});
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({
      kind: fc.constant("group"),
      parts: fc.array(part, { minLength: 1, maxLength: 4 }),
    }),
  },
  { weight: 3, arbitrary: fc.constant({ kind: "seal" } as const) },
  { weight: 1, arbitrary: fc.constant({ kind: "release" } as const) },
  { weight: 1, arbitrary: fc.constant({ kind: "reopen" } as const) },
);
const harm: fc.Arbitrary<Harm> = fc.oneof(
  fc.record({ kind: fc.constant("flip" as const), file: share, at: share, bit: fc.nat(7) }),
  fc.record({
    kind: fc.constant("zeros" as const),
    file: share,
    at: share,
    length: fc.integer({ min: 1, max: 200 }),
  }),
  fc.record({ kind: fc.constant("cut" as const), file: share, at: share }),
  fc.record({ kind: fc.constant("grow" as const), file: share, length: fc.integer({ min: 1, max: 200 }) }),
  fc.record({ kind: fc.constant("remove" as const), file: share }),
);

/** A frame that was written, and what it was written as. */
interface Written {
  readonly place: Place;
  readonly frame: BodyFrame;
}

/** What a writer did: the truth that recovery is held against. */
interface History {
  readonly written: readonly Written[];
  readonly begun: number;
  /** Numbers in segments that were freed, by table: nothing needs to account for those. */
  readonly freed: ReadonlyMap<string, NumberSet>;
}

const base = mkdtempSync(join(tmpdir(), "probity-spool-"));
afterAll(() => rmSync(base, { recursive: true }));
let runs = 0;

function write(directory: string, steps: readonly Step[]): History {
  let log = openLog(directory, { segmentBytes: 700 });
  let written: Written[] = [];
  let [nextDecision, nextGap, openFrom] = [1, 1, 1];
  const freed = new Map<string, NumberSet>();
  const begun = new BegunFile(directory, identity, { onFault: (fault) => expect.unreachable(String(fault)) });

  const frameOf = ({ kind, rows }: Part): BodyFrame[] => {
    const first = nextDecision;
    if (kind === "mark") {
      const mark = { table: "decisions", version: 1, firstSeq: 1, lastSeq: rows, rows };
      return [{ kind: "batch", mark }];
    }
    if (kind === "gap" && openFrom === nextDecision) return [];
    if (kind === "gap") {
      const frame = gap(nextGap, openFrom, nextDecision - 1);
      nextGap += 1;
      openFrom = nextDecision;
      return [frame];
    }
    nextDecision += rows;
    if (kind === "skipped") return [];
    // What was skipped before is never told of by a gap.
    openFrom = nextDecision;
    return [decisions(first, nextDecision - 1)];
  };

  for (const each of steps) {
    if (each.kind === "group") {
      const frames = each.parts.flatMap(frameOf);
      begun.note(nextDecision - 1, "decisions");
      written.push(...log.append(frames).map((place, n) => ({ place, frame: frames[n]! })));
    } else if (each.kind === "seal") log.seal();
    else if (each.kind === "reopen") log = openLog(directory, { segmentBytes: 700 });
    else {
      const newest = written.at(-1)?.place.segment ?? 1;
      log.release(newest);
      for (const { place, frame } of written) if (place.segment < newest) addTo(freed, frame);
      written = written.filter(({ place }) => place.segment >= newest);
    }
  }
  begun.close();
  return { written, begun: nextDecision - 1, freed };
}

function addTo(freed: Map<string, NumberSet>, frame: BodyFrame): void {
  if (frame.kind !== "chunk") return;
  for (const { table, first, last } of coveredBy(frame.chunk)) {
    const numbers = freed.get(table) ?? new NumberSet();
    numbers.add(first, last);
    freed.set(table, numbers);
  }
}

function harmFile(directory: string, given: Harm): void {
  const names = segmentsIn(directory);
  const name = names[Math.floor(given.file * names.length)];
  if (name === undefined) return;
  const file = join(directory, name);
  const bytes = readFileSync(file);
  const at = "at" in given ? Math.floor(given.at * bytes.length) : 0;
  if (given.kind === "remove") rmSync(file);
  else writeFileSync(file, harmed(bytes, at, given));
}

function harmed(bytes: Buffer, at: number, given: Exclude<Harm, { readonly kind: "remove" }>): Buffer {
  switch (given.kind) {
    case "flip":
      // A version that is damaged along with the header may look like a newer one: that is another test.
      if (at !== 7 && at < bytes.length) bytes[at] = (bytes[at] as number) ^ (1 << given.bit);
      return bytes;
    case "zeros":
      return bytes.fill(0, at, Math.min(at + given.length, bytes.length));
    case "cut":
      return bytes.subarray(0, at);
    case "grow":
      return Buffer.concat([bytes, Buffer.alloc(given.length, 0x5a)]);
  }
}

/** Which of the frames are still in the files as they were written. */
function intactIn(
  directory: string,
  written: readonly Written[],
  before: ReadonlyMap<number, Buffer>,
): Written[] {
  const now = contentsOf(directory);
  return written.filter(({ place: { segment, offset, length } }) => {
    const part = (bytes?: Buffer): Buffer | undefined => bytes?.subarray(offset, offset + length);
    const [was, is] = [part(before.get(segment)), part(now.get(segment))];
    return was && is && was.equals(is);
  });
}

function contentsOf(directory: string): Map<number, Buffer> {
  return new Map(
    segmentsIn(directory).map((name) => [Number.parseInt(name, 10), readFileSync(join(directory, name))]),
  );
}

const samePlace = (a: Place, b: Place): boolean => a.segment === b.segment && a.offset === b.offset;

function expectNothingInvented(recovered: Recovered, written: readonly Written[]): void {
  for (const found of recovered.chunks) {
    const origin = written.find(({ place }) => samePlace(place, found));
    if (origin === undefined)
      expect(found.table).toBe("gaps"); // those that recovery itself added
    else expect(readRecovered(recovered, found)).toEqual(origin.frame);
  }
}

/** Each number up to the last is in one chunk, or in one gap, or was freed. */
function expectAllAccounted(
  recovered: Recovered,
  table: string,
  last: number,
  freed = new NumberSet(),
): void {
  const times = new Map<number, number>();
  const runs = [
    ...recovered.chunks.filter((found) => found.table === table),
    ...recovered.gaps.filter(({ of }) => of === table),
  ];
  for (const { firstSeq, lastSeq } of runs) {
    for (let seq = firstSeq; seq <= lastSeq; seq += 1) times.set(seq, (times.get(seq) ?? 0) + 1);
  }
  for (let seq = 1; seq <= last; seq += 1) {
    if (freed.overlaps(seq, seq)) continue;
    if (times.get(seq) !== 1) expect.unreachable(`${table} ${seq} is there ${times.get(seq) ?? 0} times`);
  }
  expect(Math.max(0, ...times.keys())).toBeLessThanOrEqual(last);
}

describe("recovery", () => {
  it("loses nothing that is intact, invents nothing, and accounts for every number once", () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), fc.array(harm, { maxLength: 4 }), (steps, harms) => {
        const directory = join(base, String((runs += 1)));
        mkdirSync(directory);
        const { written, begun, freed } = write(directory, steps);
        const before = contentsOf(directory);
        for (const each of harms) harmFile(directory, each);
        const intact = intactIn(directory, written, before);

        const recovered = recoverLog(directory);
        const places = [...recovered.chunks, ...recovered.catalogs];
        const chunks = intact.filter(({ frame }) => frame.kind === "chunk");
        for (const { place } of chunks) expect(places.some((found) => samePlace(found, place))).toBe(true);
        const marks = intact.filter(({ frame }) => frame.kind === "batch");
        expect(recovered.marks.length).toBeGreaterThanOrEqual(marks.length);
        expectNothingInvented(recovered, written);
        expect(recoverLog(directory).chunks).toEqual(recovered.chunks);

        const finished = finishLog(directory, { now: 1_800_000_000_000, cause: "unclean_end" });
        expect(finished).toMatchObject({ missing: [] });
        expect(finished.chunks.slice(0, recovered.chunks.length)).toEqual(recovered.chunks);
        expectAllAccounted(finished, "decisions", begun, freed.get("decisions"));
        expectAllAccounted(finished, "gaps", (finished.next["gaps"] ?? 1) - 1, freed.get("gaps"));
        expect(finishLog(directory, { now: 1, cause: "unclean_end" })).toEqual(finished);
        rmSync(directory, { recursive: true });
      }),
      { numRuns: 200 },
    );
  }, 60_000); // each run brings its files to the disk a few times
});
