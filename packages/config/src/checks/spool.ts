import { isAbsolute, relative, sep } from "node:path";
import { besideFile } from "../beside-file.ts";
import { describeName, describeValue, describeWords } from "../describe.ts";
import { type Path, printPath } from "../place.ts";
import type { ProblemDraft } from "../problem.ts";
import { DEFAULT_SEGMENT_BYTES, DEFAULT_WHEN_FULL, LEAST_SEGMENTS } from "../schema/spool.ts";
import { keyOffsetOf, keysAt, type LocatedNode, nodeAt, offsetOf, textAt } from "../yaml/located-node.ts";
import { declaredIn } from "./check.ts";

const SPILL: Path = ["spool", "spill"];
const DIRECTORIES: readonly Path[] = [
  ["spool", "directory"],
  ["spool", "spill", "directory"],
  ["spool", "archive", "directory"],
];

/** A spool holds some segments, spills to where it says, and keeps its directories apart. */
export function* checkSpool(root: LocatedNode, file: string): Generator<ProblemDraft> {
  if (!declaredIn(root, ["spool"])) return;
  yield* checkSpill(root);
  yield* checkRoom(root, ["spool", "maxBytes"]);
  yield* checkRoom(root, [...SPILL, "maxBytes"]);
  yield* checkDirectories(root, file);
}

/** An answer waits for a stage that there is, and has a deadline only where it waits. */
export function* checkWaits(root: LocatedNode): Generator<ProblemDraft> {
  const isSpooled = nodeAt(root, ["spool"]) !== undefined;
  for (const id of keysAt(root, ["algorithms"])) {
    const wait = ["algorithms", id, "waitFor"];
    const deadline = ["algorithms", id, "waitDeadlineMs"];
    const stage = textAt(root, wait);
    if (stage === "spooled" && !isSpooled) yield waitForNoSpool(root, wait, stage);
    if (nodeAt(root, deadline) && !nodeAt(root, wait)) yield deadlineOfNoWait(root, deadline);
  }
}

function waitForNoSpool(root: LocatedNode, path: Path, stage: string): ProblemDraft {
  return {
    code: "conflict",
    what: "wait for a spool that isn't there",
    path,
    offset: offsetOf(root, path),
    found: describeName(stage),
    expected: "stored, or a spool section with a directory",
  };
}

function deadlineOfNoWait(root: LocatedNode, path: Path): ProblemDraft {
  return {
    code: "conflict",
    what: "deadline without a wait",
    path,
    offset: keyOffsetOf(root, path),
    found: "no waitFor",
    expected: "waitFor: spooled or waitFor: stored beside it, or no deadline",
  };
}

function* checkSpill(root: LocatedNode): Generator<ProblemDraft> {
  const whenFull = nodeAt(root, ["spool", "whenFull"])?.value ?? DEFAULT_WHEN_FULL;
  const isGiven = nodeAt(root, SPILL) !== undefined;
  if (whenFull === "spill" && !isGiven) {
    yield {
      code: "missing_key",
      what: "nowhere to spill to",
      path: SPILL,
      offset: keyOffsetOf(root, SPILL),
      found: `only ${describeWords(keysAt(root, ["spool"]))}`,
      expected: "spill: a mapping with directory, maxBytes",
    };
  }
  if (isGiven && (whenFull === "drop" || whenFull === "block")) {
    yield {
      code: "conflict",
      what: "spill that is never used",
      path: SPILL,
      offset: keyOffsetOf(root, SPILL),
      found: `whenFull: ${whenFull}`,
      expected: "whenFull: spill beside it, or no spill",
    };
  }
}

function* checkRoom(root: LocatedNode, path: Path): Generator<ProblemDraft> {
  const room = nodeAt(root, path)?.value;
  const segment = nodeAt(root, ["spool", "segmentBytes"])?.value ?? DEFAULT_SEGMENT_BYTES;
  if (typeof room !== "number" || typeof segment !== "number" || room >= LEAST_SEGMENTS * segment) return;
  yield {
    code: "out_of_range",
    what: "less than four segments",
    path,
    offset: offsetOf(root, path),
    found: String(room),
    expected: `at least ${LEAST_SEGMENTS} times spool.segmentBytes, ${LEAST_SEGMENTS * segment}`,
  };
}

// As they are written: what links lead to one place is not looked up, as the file may be checked elsewhere.
function* checkDirectories(root: LocatedNode, file: string): Generator<ProblemDraft> {
  const earlier: { readonly path: Path; readonly directory: string }[] = [];
  for (const path of DIRECTORIES) {
    const given = textAt(root, path);
    if (given === undefined) continue;
    const directory = besideFile(file, given);
    const other = earlier.find(
      (each) => holds(each.directory, directory) || holds(directory, each.directory),
    );
    earlier.push({ path, directory });
    if (!other) continue;
    yield {
      code: "conflict",
      what: "directories in one another",
      path,
      offset: offsetOf(root, path),
      found: describeValue(nodeAt(root, path), path),
      expected: `a directory apart from ${printPath(other.path)}: neither the same, nor in it, nor around it`,
    };
  }
}

function holds(outer: string, inner: string): boolean {
  const way = relative(outer, inner);
  return way !== ".." && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}
