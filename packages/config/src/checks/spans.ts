import { placeOfFeature } from "@probity/core";
import { describeName, describeWords } from "../describe.ts";
import type { Path } from "../place.ts";
import type { ProblemDraft } from "../problem.ts";
import {
  entriesAt,
  keyOffsetOf,
  keysAt,
  type LocatedNode,
  nodeAt,
  offsetOf,
  textAt,
} from "../yaml/located-node.ts";
import { declaredIn, undeclared } from "./check.ts";

/** The only kind of system whose spans have that, by all of its names. */
const SYSTEM_WITH = { key: ["redis"], route: ["http", "https"] } as const;

interface Scene {
  readonly root: LocatedNode;
  readonly sources: readonly string[];
  /** Names of the sources by the features that are read from them. */
  readonly sourceOf: ReadonlyMap<string, string>;
}

/** A rule of spans has a declared source and features of that, or ignores; what it looks for can be there. */
export function* checkSpans(root: LocatedNode): Generator<ProblemDraft> {
  const sources = declaredIn(root, ["sources"]);
  const features = declaredIn(root, ["features"]);
  if (!sources || !features) return;
  const scene = { root, sources, sourceOf: new Map(features.map((name) => [name, sourceOf(root, name)])) };
  for (const position of entriesAt(root, ["spans"]).keys()) {
    const at = ["spans", position];
    if (!declaredIn(root, at)) continue;
    yield* checkMatch(root, at);
    yield* checkAim(at, scene);
    yield* checkFeatures(at, scene);
  }
}

function sourceOf(root: LocatedNode, name: string): string {
  return placeOfFeature({ name, source: textAt(root, ["features", name, "source"]) }).source;
}

function* checkMatch(root: LocatedNode, at: Path): Generator<ProblemDraft> {
  const match = [...at, "match"];
  const system = textAt(root, [...match, "system"])?.toLowerCase() ?? "*";
  for (const [key, names] of Object.entries(SYSTEM_WITH)) {
    if (!nodeAt(root, [...match, key]) || names.some((name) => name === system) || system.includes("*"))
      continue;
    const found = `${key} with system ${describeName(system)}`;
    yield strange(root, [...match, key], found, `system: ${names[0]} beside it, or no ${key}`);
  }
  if (nodeAt(root, [...match, "key"]) && nodeAt(root, [...match, "route"])) {
    yield strange(
      root,
      [...match, "route"],
      "key and route",
      "one of them: a key is of redis, a route of http",
    );
  }
}

function strange(root: LocatedNode, path: Path, found: string, expected: string): ProblemDraft {
  const what = `${String(path.at(-1))} of what has none`;
  return { code: "conflict", what, path, offset: keyOffsetOf(root, path), found, expected };
}

function* checkAim(at: Path, { root, sources }: Scene): Generator<ProblemDraft> {
  const path = [...at, "source"];
  const source = textAt(root, path);
  if (source !== undefined && !sources.includes(source)) {
    yield undeclared("source", source, sources, root, path);
  }
  if (!nodeAt(root, path) && !nodeAt(root, [...at, "ignore"])) yield noSource(root, path, sources);
  for (const key of isIgnoring(root, at) ? ["source", "features", "fields"] : []) {
    if (nodeAt(root, [...at, key])) yield beside(root, [...at, key]);
  }
}

function* checkFeatures(at: Path, scene: Scene): Generator<ProblemDraft> {
  const { root } = scene;
  if (isIgnoring(root, at)) return;
  const listed: Set<string> = new Set();
  for (const position of entriesAt(root, [...at, "features"]).keys()) {
    const path = [...at, "features", position];
    const name = textAt(root, path);
    if (name === undefined) continue;
    if (listed.has(name)) yield listedTwice(root, path, name);
    else yield* checkFeature(name, path, at, scene);
    listed.add(name);
  }
  for (const field of keysAt(root, [...at, "fields"])) {
    const path = [...at, "fields", field];
    const name = textAt(root, path);
    if (name !== undefined) yield* checkFeature(name, path, at, scene);
  }
}

function* checkFeature(
  name: string,
  path: Path,
  rule: Path,
  { root, sources, sourceOf }: Scene,
): Generator<ProblemDraft> {
  const source = textAt(root, [...rule, "source"]);
  const isKnown = source !== undefined && sources.includes(source);
  const fitting = [...sourceOf.keys()].filter((each) => !isKnown || sourceOf.get(each) === source);
  const own = sourceOf.get(name);
  if (own === undefined) yield undeclared("feature", name, fitting, root, path);
  else if (isKnown && own !== source) {
    yield {
      code: "conflict",
      what: "feature of another source",
      path,
      offset: offsetOf(root, path),
      found: `${describeName(name)}, of source ${describeName(own)}`,
      expected: `a feature of ${describeName(source)}: ${describeWords(fitting)}`,
    };
  }
}

function isIgnoring(root: LocatedNode, at: Path): boolean {
  return nodeAt(root, [...at, "ignore"])?.value === true;
}

function noSource(root: LocatedNode, path: Path, sources: readonly string[]): ProblemDraft {
  return {
    code: "missing_key",
    what: "rule without a source",
    path,
    offset: keyOffsetOf(root, path),
    found: `only ${describeWords(keysAt(root, path.slice(0, -1)))}`,
    expected: `source: one of ${describeWords(sources)}; or ignore: true`,
  };
}

function beside(root: LocatedNode, path: Path): ProblemDraft {
  const key = String(path.at(-1));
  return {
    code: "conflict",
    what: `${key} of what is ignored`,
    path,
    offset: keyOffsetOf(root, path),
    found: `${key} beside ignore`,
    expected: `ignore without ${key}, or a source and no ignore`,
  };
}

function listedTwice(root: LocatedNode, path: Path, name: string): ProblemDraft {
  return {
    code: "duplicate",
    what: "listed twice",
    path,
    offset: offsetOf(root, path),
    found: `${describeName(name)} again`,
    expected: "each feature once",
  };
}
