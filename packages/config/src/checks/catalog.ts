import { placeOfFeature } from "@probity/core";
import { describeName } from "../describe.ts";
import type { ProblemDraft } from "../problem.ts";
import { isFeatureName } from "../schema/catalog.ts";
import { isName } from "../schema/texts.ts";
import { entriesAt, keyOffsetOf, keysAt, type LocatedNode, textAt } from "../yaml/located-node.ts";
import { declaredIn, undeclared } from "./check.ts";
import { checkCode } from "./codes.ts";

/** Features of declared sources, sources that have features, one feature to a place, codes of the taxonomy. */
export function* checkCatalog(root: LocatedNode): Generator<ProblemDraft> {
  const sources = declaredIn(root, ["sources"]);
  const features = declaredIn(root, ["features"]);
  if (!sources || !features) return;
  const unused = new Set(sources);
  const places: Map<string, string> = new Map();
  for (const name of features) {
    yield* unknownCodes(root, name);
    const { source, path } = placeOfFeature({
      name,
      source: textAt(root, ["features", name, "source"]),
      path: textAt(root, ["features", name, "path"]),
    });
    unused.delete(source);
    if (!isFeatureName(name)) continue;
    if (!sources.includes(source)) {
      yield undeclared("source", source, sources, root, ["features", name, "source"]);
    }
    const place = JSON.stringify([source, path]);
    const other = places.get(place);
    if (other !== undefined) yield samePlace(root, name, other);
    places.set(place, name);
  }
  for (const source of unused) if (isName(source)) yield unusedSource(root, source);
}

/** Features that are declared for no purpose at all. */
export function* doubtCatalog(root: LocatedNode): Generator<ProblemDraft> {
  for (const name of keysAt(root, ["features"])) {
    const path = ["features", name];
    if (entriesAt(root, [...path, "purposes"]).size > 0) continue;
    yield {
      code: "suspicious",
      what: "feature without purposes",
      path,
      offset: keyOffsetOf(root, path),
      found: "none",
      expected: "what it may be used for; as it is, every use of it counts as beside its purpose",
    };
  }
}

function unusedSource(root: LocatedNode, source: string): ProblemDraft {
  const path = ["sources", source];
  const expected = "a feature that is read from it";
  const found = describeName(source);
  return {
    code: "unused",
    what: "source that no feature uses",
    path,
    offset: keyOffsetOf(root, path),
    found,
    expected,
  };
}

function samePlace(root: LocatedNode, name: string, other: string): ProblemDraft {
  const path = ["features", name];
  const [found, expected] = [
    `the place of ${describeName(other)} again`,
    "one feature for each place of a source",
  ];
  return {
    code: "conflict",
    what: "two features of one place",
    path,
    offset: keyOffsetOf(root, path),
    found,
    expected,
  };
}

function* unknownCodes(root: LocatedNode, name: string): Generator<ProblemDraft> {
  for (const position of entriesAt(root, ["features", name, "codes"]).keys()) {
    const path = ["features", name, "codes", position];
    const code = textAt(root, path);
    if (code !== undefined) yield* checkCode(root, path, code);
  }
}
